/** The short form of every part. */
import { expect, test } from 'vitest'
import { parts } from '../src/parts.ts'
import { table } from '../src/table.ts'

const seed = Date.now() % 1_000_000

test.each(parts.map((part) => [part.name, part] as const))(`%s (seed ${seed})`, async (name, { run }) => {
  const report = await run({ short: true, seed })
  console.log(table(new Map([[name, report]])))
  expect(report.failures).toEqual([])
})
