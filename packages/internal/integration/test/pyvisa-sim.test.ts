/** What the tests of the simulator take for the answers of pyvisa-sim is what pyvisa-sim answers. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ask, type Dialogues, missingPyvisaSim } from '../src/pyvisa-sim.ts'

const path = (name: string) => fileURLToPath(new URL(`../../../cli/test/models/${name}`, import.meta.url))

test.skipIf(missingPyvisaSim())('the answers that are kept are those of pyvisa-sim', () => {
  const kept: Dialogues = JSON.parse(readFileSync(path('bench.json'), 'utf8'))
  const requests = Object.entries(kept).map(([name, rows]) => [name, rows.map(([request]) => request)] as const)
  expect(ask(path('bench.yaml'), Object.fromEntries(requests))).toEqual(kept)
})
