/** What keeps a call waiting, as far as the engine knows. */

import type { Circumstances } from './blame.ts'
import type { Exchange } from './exchange.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import type { Owed } from './owed.ts'
import { Session } from './session.ts'
import * as silence from './silence.ts'

const NEVER = Number.POSITIVE_INFINITY

/** What holds it up that is no other caller's: a late reply, or a stream that was left and is not silent. */
export function owed(link: Link, subject: Exchange | Session): Owed | undefined {
  const { effects } = link
  const lanes = subject instanceof Session ? link.root : ledger.lanesOf(link, subject)
  const orphan = lanes.owedBefore(subject)
  if (orphan !== undefined)
    return { request: orphan.request as Uint8Array, ago: effects.now() - (orphan.givenUpAt as number) }
  return silence.holdsUp(link, subject) ? link.aftermath : undefined
}

/** What keeps a call or a transaction waiting, as far as the engine knows. */
export function circumstances(link: Link, subject: Exchange | Session): Circumstances {
  const { effects } = link
  const outside = subject instanceof Session ? subject.stage === 'queued' : subject.session === undefined
  return {
    failure: link.failure,
    tried: link.state === 'connecting' ? effects.attempted?.() : undefined,
    owed: owed(link, subject),
    held: outside && subject.stage === 'queued' && link.session?.kind === 'transaction',
    unended: link.unended,
  }
}

/**
 * The calls that wait, and the transactions that wait for their turn, that no limit will end, and of which nobody has said
 * so; oldest first. Streams are made to wait.
 */
export function unlimited(link: Link): (Exchange | Session)[] {
  const { root, session } = link
  const items = new Set<Exchange | Session>(link.written.toArray())
  for (const { readers, writers } of session === undefined ? [root] : [session.lanes, root]) {
    for (const item of [...readers.toArray(), ...writers.toArray()]) items.add(item)
  }
  for (const item of link.opening.toArray()) items.add(item)
  return [...items].filter((item) => (item instanceof Session ? waitsForEver(item) : isUnlimited(link, item)))
}

function waitsForEver({ kind, stage, waitsUnlimited }: Session): boolean {
  return kind === 'transaction' && stage === 'queued' && waitsUnlimited
}

function isUnlimited(link: Link, { stage, unlimited, stream, orphan, session }: Exchange): boolean {
  if (stage === 'settled' || !unlimited || stream !== undefined || orphan) return false
  if (session?.kind === 'hook') return link.settings.connectionTimeout === NEVER
  return session?.unlimited ?? true
}

/** What would be said of one of them if it had a limit of `waited` ms that is over now. */
export function explain(link: Link, subject: Exchange | Session, waited: number): string {
  const { blame, state } = link
  const known = circumstances(link, subject)
  if (subject instanceof Session) return blame.sessionTimeout(subject, state, waited, known).message
  return blame.timeout(subject, state, waited, { ...known, arrived: ledger.arrived(link, subject) }).message
}
