/** The operations of this flavour: what a hook or a transaction is given, and what `TCP` is made of. */
import { type Connection, Session as Operated, type Operations, type SessionClass } from '@sockio/node'
import { type InPromises, polled, promise } from './promise.ts'

/**
 * The operations of one instrument, those of `TCP` from `read` to `command`. Times in milliseconds; replies are Buffers
 * with their end of line, or text without it where an `encoding` is given. Every promise rejects with a `SockioError`,
 * or for a bad argument with the TypeError or RangeError that names it.
 */
export type Session = Operated<InPromises>

/** The class of what a hook and a transaction are given; a `TCP` is an instance of it as well. */
export const Session: SessionClass<InPromises> = Operated

/** The session of a hook or of a transaction. */
export function session(connection: Connection, operations: Operations): Session {
  return new Session(connection, operations, promise, polled)
}
