/** The short form of every part, those of the same turn side by side. */
import { describe, expect, test } from 'vitest'
import { parts } from '../src/parts.ts'
import { table } from '../src/table.ts'

const seed = Date.now() % 1_000_000
const turns = [...new Set(parts.map(({ turn }) => turn))]

describe.each(turns)(`turn %i, seed ${seed}`, (turn) => {
  const side = parts.filter((part) => part.turn === turn)
  test.concurrent.each(side.map((part) => [part.name, part] as const))('%s', async (name, { run }) => {
    const report = await run({ short: true, seed })
    console.log(table(new Map([[name, report]])))
    expect(report.failures).toEqual([])
  })
})
