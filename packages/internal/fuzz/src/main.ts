/** `npm run fuzz`: all targets, some side by side, for so many seconds; what each has tried and covered. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { Fuzzed } from './fuzz.ts'
import { runThread } from './run-thread.ts'
import { targets } from './targets.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const chosen = targets.filter(({ name }) => name.startsWith(values.only))
if (chosen.length === 0) throw new RangeError(`--only: one of ${targets.map(({ name }) => name).join(', ')}`)
const side = Math.min(availableParallelism(), chosen.length)
const seconds = (Number(values.seconds) * side) / chosen.length
if (!(seconds > 0)) throw new RangeError(`--seconds: expected a number above 0, got ${values.seconds}`)

const COLUMNS = ['inputs', 'a second', 'MB', 'kept', 'code covered']
const shown = (name: string, cells: readonly string[]) =>
  name.padEnd(16) + cells.map((cell) => cell.padStart(14)).join('')

function figures({ inputs, bytes, corpus, characters }: Fuzzed): string[] {
  const covered = `${((100 * characters.ran) / characters.all).toFixed(1)} %`
  return [`${inputs}`, (inputs / seconds).toFixed(), (bytes / 1e6).toFixed(1), `${corpus}`, covered]
}

console.log(`Node ${process.version}, ${side} side by side, ${seconds.toFixed(1)} s each; --seed ${values.seed}`)
console.log(shown('', COLUMNS))
const failures: string[] = []
const queue = chosen.values()
async function lane(): Promise<void> {
  for (const target of queue) {
    try {
      console.log(shown(target.name, figures(await runThread(target, Number(values.seed), seconds))))
    } catch (error) {
      failures.push(String(error instanceof Error ? error.message : error))
      console.log(shown(target.name, ['FAILED']))
    }
  }
}
await Promise.all(Array.from({ length: side }, lane))
for (const failure of failures) console.log(`FAILED ${failure}`)
console.log(`${chosen.length - failures.length} passed, ${failures.length} failed`)
if (failures.length > 0) process.exitCode = 1
