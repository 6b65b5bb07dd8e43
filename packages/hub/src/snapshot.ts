/** What is known of an instrument at one moment, as plain data: `++state`, the status page and the figures show it. */
import type { State } from '@sockio/core'
import type { Failure, Figures } from './figures.ts'
import type { Role } from './roles.ts'

/** One client. */
export interface ClientSnapshot {
  readonly name: string
  readonly role: Role
  /** Messages that wait, and whether one is under way. */
  readonly queued: number
  readonly busy: boolean
  /** Does it hold the instrument, does it listen to the stream? */
  readonly holds: boolean
  readonly streams: boolean
  /** Exchanges so far, and lines of the stream that it was too slow for. */
  readonly exchanges: number
  readonly dropped: number
}

/** One instrument. Times in milliseconds; counts since the owner was made. */
export interface Snapshot {
  readonly name: string
  readonly url: string
  /** What the connection is at; `'closed'` after `close` or `stepDown`. */
  readonly link: State
  readonly clients: readonly ClientSnapshot[]
  /** Messages that wait, of all clients and one-shots. */
  readonly queued: number
  readonly hold: { readonly client: string; readonly left: number } | undefined
  readonly exchanges: number
  readonly writes: number
  readonly failures: number
  /** Messages of clients that may only ask. */
  readonly refused: number
  /** Replies that were served to more than one, or from memory. */
  readonly shared: number
  readonly connects: number
  readonly holds: number
  /** Lines that nobody was owed, and those dropped for takers that were slow. */
  readonly lines: number
  readonly dropped: number
  /** From the write to the end of the reply, in ms, of the exchanges so far; 0 without any. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number }
  /** The newest last. */
  readonly errors: readonly Failure[]
}

/** What a snapshot is made of. */
export interface Parts extends Pick<Snapshot, 'name' | 'url' | 'link' | 'clients' | 'hold'> {
  /** One-shots that wait or are under way. */
  readonly oneShots: number
  readonly figures: Figures
}

export function snapshotOf({ name, url, link, clients, hold, oneShots, figures }: Parts): Snapshot {
  const { exchanges, writes, failures, shared, refused, connects, holds, lines, dropped, latency, errors } = figures
  const ms = (value: number) => Math.round(value * 1000) / 1000
  return {
    name,
    url,
    link,
    clients,
    queued: clients.reduce((sum, { queued }) => sum + queued, oneShots),
    hold,
    exchanges,
    writes,
    failures,
    refused,
    shared,
    connects,
    holds,
    lines,
    dropped,
    latency: { p50: ms(latency.quantile(0.5)), p99: ms(latency.quantile(0.99)), max: ms(latency.max) },
    errors: [...errors],
  }
}
