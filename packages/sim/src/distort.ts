/** What faults make of a reply before it is sent. */
import type { Verdict } from './fault-plan.ts'
import { random } from './random.ts'
import { delay, type Reply, raw, sequence } from './reply.ts'

const CR = 13
const LF = 10

/** Random bytes without CR, LF and the bytes of the end of line, so that a line stays one line. */
function garbage(length: number, seed: number, eol: Buffer): Buffer {
  const next = random(seed)
  const bytes = Buffer.alloc(length)
  for (let i = 0; i < length; ) {
    const byte = Math.floor(next() * 256)
    if (byte !== CR && byte !== LF && !eol.includes(byte)) bytes[i++] = byte
  }
  return bytes
}

/** The reply as the client gets it: garbled, doubled, late. */
export function distort(reply: Reply, verdict: Verdict, eol: string): Reply {
  let distorted = reply
  if (verdict.garbage !== undefined && reply !== undefined) {
    const { bytes = 16, seed = 1, strike, where = 'instead' } = verdict.garbage
    const noise = garbage(bytes, seed + strike - 1, Buffer.from(eol))
    distorted = where === 'instead' ? { ...raw(noise), ended: true } : sequence(raw(noise), reply)
  }
  if (verdict.twice && distorted !== undefined && !isStream(distorted)) distorted = sequence(distorted, distorted)
  return verdict.delay > 0 && distorted !== undefined ? delay(verdict.delay, distorted) : distorted
}

function isStream(reply: Reply): boolean {
  return typeof reply === 'object' && 'kind' in reply && reply.kind === 'stream'
}
