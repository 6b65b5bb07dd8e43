/**
 * The long form of the random tests, for minutes instead of seconds: `pnpm run test:long [seconds] [seed]`. Prints what was
 * tested; a failure is thrown with the seed and the shortest input that shows it. With an IPC channel (`npm run
 * reliability`) the figures are sent to the parent too.
 */

import { type FuzzTarget, fuzz } from '@sockio/fuzz'
import { engine } from '../fuzz/engine.ts'
import { framings } from '../fuzz/framings.ts'
import { cells, checkModel, type Seen } from '../model/check.ts'
import { floodMachine } from './flood.ts'

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

function fuzzed(target: FuzzTarget, more: () => boolean): Figure[] {
  const { inputs, bytes, characters } = fuzz(target, { seed, more })
  return [
    { what: `${target.name}: inputs fuzzed`, value: inputs },
    { what: `${target.name}: bytes fuzzed`, value: bytes },
    { what: `${target.name}: code covered`, value: Math.round((100 * characters.ran) / characters.all), unit: '%' },
  ]
}

const until = (end: number) => () => performance.now() < end
// The fuzzer comes first: V8 has counters only in code that it compiles after they are asked for.
const figures = [
  ...fuzzed(framings, until(share(0.25))),
  ...fuzzed(engine, until(share(0.25))),
  ...floodMachine(until(share(0.1))),
  ...model(),
]
for (const { what, value, unit = '' } of figures) console.log(`${what.padEnd(60)} ${value} ${unit}`)
process.send?.({ figures, failures: [], notes: [`seed ${seed}`] })
