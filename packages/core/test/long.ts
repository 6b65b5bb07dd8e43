/**
 * The long form of the random tests, for minutes instead of seconds: `pnpm run test:long [seconds] [seed]`. Prints what was
 * tested; a failure is thrown with the seed and the shortest input that shows it. With an IPC channel (`npm run
 * reliability`) the figures are sent to the parent too.
 */

import { floodMachine } from './flood.ts'
import { engineSeeds, engineTarget } from './fuzz/engine.ts'
import { framingSeeds, framingTarget } from './fuzz/framings.ts'
import { type Fuzzed, fuzz } from './fuzz/fuzz.ts'
import { cells, checkModel, type Seen } from './model/check.ts'

interface Figure {
  readonly what: string
  readonly value: number | string
  readonly unit?: string
}

const [seconds = 120, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
const share = (part: number) => performance.now() + part * seconds * 1000
const MODEL_RUNS = 2000

function model(): Figure[] {
  const seen: Seen = { inputs: 0, replies: 0, cells: new Set() }
  let runs = 0
  for (const end = share(0.4); performance.now() < end; runs += MODEL_RUNS) checkModel(MODEL_RUNS, seed + runs, seen)
  return [
    { what: 'sequences of inputs, model and machine agree', value: runs },
    { what: 'inputs compared', value: seen.inputs },
    { what: 'replies compared', value: seen.replies },
    { what: 'arrows of the diagram that were taken', value: `${seen.cells.size} of ${cells.length}` },
  ]
}

function fuzzed(what: string, { inputs, bytes, covered }: Fuzzed): Figure[] {
  return [
    { what: `${what}: inputs fuzzed`, value: inputs },
    { what: `${what}: bytes fuzzed`, value: bytes },
    { what: `${what}: blocks of code covered`, value: covered },
  ]
}

const until = (end: number) => () => performance.now() < end
// The fuzzer comes first: V8 has counters only in code that it compiles after they are asked for.
const figures = [
  ...fuzzed('framings', fuzz(framingTarget, framingSeeds, seed, until(share(0.25)))),
  ...fuzzed('engine', fuzz(engineTarget, engineSeeds, seed, until(share(0.25)))),
  ...floodMachine(until(share(0.1))),
  ...model(),
]
for (const { what, value, unit = '' } of figures) console.log(`${what.padEnd(60)} ${value} ${unit}`)
process.send?.({ figures, failures: [], notes: [`seed ${seed}`] })
