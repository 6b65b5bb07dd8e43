/** Configurations of the simulator that mean harm, or hold what an object can't. */
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { CommandError } from '../src/failure.ts'
import { loadConfig } from '../src/sim/config.ts'
import { faultLine, parseFault } from '../src/sim/fault-line.ts'
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

/** So many levels, each of which names the one before so many times: some hundred bytes that mean gigabytes. */
function bomb(levels: number, times: number): string {
  const level = (i: number) => `l${i}: &l${i} [${Array(times).fill(i === 0 ? 'x' : `*l${i - 1}`)}]\n`
  return Array.from({ length: levels }, (_, i) => level(i)).join('')
}

test.each([
  ['replies: { A?: x, B: [}', /sim\.yaml:1:\d+: /],
  ['['.repeat(20_000), /sim\.yaml:1:\d+: it is nested too deeply$/],
  ['- '.repeat(20_000), /sim\.yaml(:1:\d+)?: it is nested too deeply$/],
  [`${'['.repeat(200)}${']'.repeat(200)}`, /sim\.yaml: \[0\].*\.\.\.: it is nested too deeply$/],
  [bomb(10, 10), /sim\.yaml: Excessive alias count/],
  ['\n'.repeat(1_000_000), /sim\.yaml: expected a mapping/],
])('%.20s: what can not be read is told with the name of the file', async (config, message) => {
  await using files = await folder()
  const file = files.path('sim.yaml')
  await writeFile(file, config)
  const error = await loadConfig(file).catch((refused: unknown) => refused)
  expect(error).toBeInstanceOf(CommandError)
  expect(error).toMatchObject({ message: expect.stringMatching(message) })
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

test.each(['reboot 200ms match=SYST:REB times=2', 'banner "a \\"b\\" \x02"', "banner 'it is'", 'banner "a \\\\ b"'])(
  '%j: a fault is shown as it can be read',
  (line) => {
    const fault = parseFault(line)
    expect(parseFault(faultLine(fault))).toEqual(fault)
  },
)

test('a configuration as a program listens where all others do, unless it says otherwise', async () => {
  await using files = await folder()
  await writeFile(files.path('habit.mjs'), 'export default { device: {} }\n')
  await writeFile(files.path('own.mjs'), 'export default { device: {}, port: 7 }\n')
  expect(await loadConfig(files.path('habit.mjs'))).toMatchObject({ port: 5025 })
  expect(await loadConfig(files.path('own.mjs'))).toMatchObject({ port: 7 })
})
