/** The machine does what the model does, whatever happens; and together they take every arrow of the diagram. */
import { expect, it } from 'vitest'
import { cells, checkModel } from './check.ts'

const runs = Number(process.env.MODEL_RUNS ?? 5000)
const seed = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31)

it(`whatever happens, the machine does what the model does (MODEL_SEED=${seed}, MODEL_RUNS=${runs})`, () => {
  const seen = checkModel(runs, seed)
  if (runs >= 3000) expect([...seen.cells].sort()).toEqual([...cells].sort())
})
