/** Random sessions: the same outcomes, call by call, when the engine is run again, and when the recording is the instrument. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Folder } from './rig/folder.ts'
import { program, twice } from './rig/session.ts'

it('what was recorded comes to the same', async () => {
  using folder = new Folder()
  let n = 0
  await fc.assert(
    fc.asyncProperty(program, async (program) => {
      const { first, second } = await twice(program, folder, `${++n}.jsonl`)
      expect(second).toEqual(first)
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 60) },
  )
})
