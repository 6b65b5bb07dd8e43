/**
 * `npm run hub:proof`: shows what the hub must survive, with figures. `--short` does a fiftieth, `--only many` one part.
 */
import { parseArgs } from 'node:util'
import { natsParts } from './nats/parts.ts'
import { parts } from './parts.ts'

const { values } = parseArgs({ options: { short: { type: 'boolean' }, only: { type: 'string', multiple: true } } })
const { only, short = false } = values
const all = [...parts, ...natsParts]
const names = all.map(({ name }) => name)
const unknown = only?.find((name) => !names.includes(name))
if (unknown !== undefined) throw new Error(`--only: expected ${names.join(', ')}, got ${unknown}`)

for (const { name, says, run } of all) {
  if (only !== undefined && !only.includes(name)) continue
  console.log(`${name}: ${says}`)
  const { figures, faults } = await run(short ? 0.02 : 1)
  for (const [figure, value] of Object.entries(figures)) console.log(`  ${figure}: ${value}`)
  for (const fault of faults.slice(0, 20)) console.log(`  FAULT ${fault}`)
  console.log(faults.length === 0 ? '  holds\n' : `  DOES NOT HOLD: ${faults.length} faults\n`)
  if (faults.length > 0) process.exitCode = 1
}
