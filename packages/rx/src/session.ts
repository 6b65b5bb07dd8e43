/** The operations of this flavour: what a hook or a transaction is given, and what `TCP` is made of. */
import { type Connection, Session as Operated, type Operations, type SessionClass } from '@sockio/node'
import { type InObservables, observe } from './observe.ts'
import { polled } from './polled.ts'

/**
 * The operations of one instrument, those of `TCP` from `read` to `command`, as cold Observables: each subscription is
 * an exchange of its own, which gives one value and completes; unsubscribing cancels it. Times in milliseconds; replies
 * are Buffers with their end of line, or text without it where an `encoding` is given. The error notification is a
 * `SockioError`, or for a bad argument the TypeError or RangeError that names it.
 *
 * @example
 * sock.query('*IDN?').subscribe({ next: console.log, error: console.error })
 */
export type Session = Operated<InObservables>

/** The class of what a hook and a transaction are given; a `TCP` is an instance of it as well. */
export const Session: SessionClass<InObservables> = Operated

/** The session of a hook or of a transaction. */
export function session(connection: Connection, operations: Operations): Session {
  return new Session(connection, operations, observe, polled)
}
