/** What a driver says by itself, around what it is asked for: it will do so again, and has the replies to it. */
import type { Spoken } from './spoken.ts'

/** What of a member has more said than itself. */
export interface Manner {
  readonly get?: string
  readonly set?: string
  readonly send?: unknown
  readonly limits?: unknown
  readonly settles?: unknown
}

const EVENTS = '*ESR?'
const NOTE = '*OPC'
const DONE = '*OPC?'

/**
 * Lines without those that the driver says because of what its members are like, whose replies are taken away. They may be
 * of one call, which has its replies in common, or each of its own, as a hub sends them.
 */
export function withoutOwn(lines: readonly Spoken[], members: readonly Manner[], query: string | undefined): Spoken[] {
  const limited = members.flatMap(({ get, limits }) => (limits === undefined || get === undefined ? [] : [get]))
  const polls = members.some(({ settles }) => settles === 'poll')
  const waiting = members.filter(({ settles }) => settles === 'opc')
  const own = new Set<Spoken>()
  /** Something is polled for: a look at the event status is the driver's. */
  let polled = false
  for (const [i, said] of lines.entries()) {
    if (own.has(said)) continue
    const next = lines[i + 1]
    const third = lines[i + 2]
    if (polled && said.line === EVENTS && third?.line !== NOTE) {
      own.add(said)
      polled = !isComplete(said)
    } else if (next === undefined) continue
    else if (limited.some((get) => said.line === `${get} MIN` && next.line === `${get} MAX`)) own.add(said).add(next)
    else if (polls && said.line === EVENTS && third?.line === NOTE) {
      said.replies.shift()
      own.add(said).add(third)
      polled = true
    } else if (polled && said.line === NOTE && next.line === EVENTS) own.add(said)
    else if (next.line === DONE && isWaitedFor(said, next, waiting)) {
      const behind = third?.replies === next.replies && third.line === query ? 1 : 0
      if (next.replies.length > behind) next.replies.splice(-1 - behind, 1)
      own.add(next)
    }
  }
  return lines.filter((said) => !own.has(said))
}

/** Did it say that all is done? */
function isComplete({ replies }: Spoken): boolean {
  return (Number(Buffer.from(replies.at(-1) ?? []).toString('latin1')) & 1) !== 0
}

/** Is it sent with what asks whether it is done, or one that this is asked of? */
function isWaitedFor({ line, replies }: Spoken, done: Spoken, waiting: readonly Manner[]): boolean {
  if (waiting.length > 0 && replies === done.replies) return true
  return waiting.some(
    ({ set, send }) => line === send || (set !== undefined && line.startsWith(set.split('{}')[0] ?? '')),
  )
}
