/** Configurations of the simulator that mean harm, or hold what an object can't. */
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { loadConfig } from '../src/sim/config.ts'
import { folder } from './folder.ts'

test.each([
  ['a table', 'replies: { __proto__: x, A?: 1 }', ['__proto__', 'A?']],
  ['a table of one row', 'replies: { constructor: x }', ['constructor']],
])('%s: a row of any name is one', async (_what, config, rows) => {
  await using files = await folder()
  const file = files.path('sim.yaml')
  await writeFile(file, config)
  expect(Object.keys((await loadConfig(file)).device)).toEqual(rows)
})

test.each([
  ['replies: { A: { sequence: &s [{ sequence: *s }] } }', 'replies.A.sequence[0].sequence'],
  ['replies: &r { A: *r }', 'replies.A'],
  ['&all { replies: *all }', 'replies'],
])('%s: an anchor within itself is told with its place', async (config, where) => {
  await using files = await folder()
  const file = files.path('sim.yaml')
  await writeFile(file, config)
  await expect(loadConfig(file)).rejects.toThrow(`${file}: ${where}: an anchor stands within itself`)
})
