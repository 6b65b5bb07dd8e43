/** The replies to the commands of one line, made into one: the answers of queries are joined by `;` (488.2, 8.4.1). */
import { encodeBlock } from '../encode.ts'
import { delay, type Reply, raw, sequence } from '../reply.ts'

type Part = string | Uint8Array

/** The reply without its end of line, where it can stand beside others in one line. */
function part(reply: Reply): Part | undefined {
  if (typeof reply === 'string') return reply
  const definite = typeof reply === 'object' && 'kind' in reply && reply.kind === 'block' && !reply.indefinite
  return definite ? encodeBlock(reply) : undefined
}

function line(parts: readonly Part[]): Reply {
  if (parts.every((each) => typeof each === 'string')) return parts.join(';')
  const bytes = parts.flatMap((each, index) => (index === 0 ? [each] : [';', each]))
  return { ...raw(Buffer.concat(bytes.map((each) => Buffer.from(each)))), ended: true }
}

/** What can't stand in a line (a stream, several lines) is sent by itself, in its place. */
export function compose(replies: readonly Reply[]): Reply {
  const present = replies.filter((reply) => reply !== undefined)
  if (present.length <= 1) return present[0]
  const composed: Reply[] = []
  let parts: Part[] = []
  let ms = 0
  const close = () => {
    if (parts.length > 0) composed.push(ms > 0 ? delay(ms, line(parts)) : line(parts))
    parts = []
    ms = 0
  }
  for (const reply of present) {
    const late = typeof reply === 'object' && 'kind' in reply && reply.kind === 'delay' ? reply : undefined
    const own = part(late === undefined ? reply : late.reply)
    if (own === undefined) {
      close()
      composed.push(reply)
    } else {
      parts.push(own)
      ms += late?.ms ?? 0
    }
  }
  close()
  return composed.length === 1 ? composed[0] : sequence(...composed)
}
