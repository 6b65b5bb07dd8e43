/** The long form of the random sessions: `node test/tools/sessions.ts 1000`. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { Folder } from '../rig/folder.ts'
import { program, twice } from '../rig/session.ts'

const wanted = Number(process.argv[2] ?? 1000)
const seed = Number(process.argv[3] ?? Date.now() % 1e9)
using folder = new Folder()
let turns = 0
let calls = 0
for (const [n, each] of fc.sample(program, { numRuns: wanted, seed }).entries()) {
  const slow = setTimeout(() => console.error('takes long:', JSON.stringify(each)), 10_000).unref()
  const {
    first,
    second,
    turns: played,
  } = await twice(each, folder, `${n}.jsonl`).catch((error: Error) => {
    console.error(JSON.stringify(each), folder.text(`${n}.jsonl`))
    throw error
  })
  clearTimeout(slow)
  if (!isDeepStrictEqual(first, second)) throw new Error(`${JSON.stringify({ each, first, second })}, seed ${seed}`)
  turns += played
  calls += first.length
}
console.log(
  `${wanted} sessions of ${calls} calls and ${turns} turns, seed ${seed}: recorded, played again, and replayed, all the same`,
)
