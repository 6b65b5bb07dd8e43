/** The operations of this flavour: what a hook or a transaction is given, and what `TCP` is made of. */
import { Session as Operated, type SessionClass } from '@sockio/node'
import type { Blocking } from './result.ts'

/**
 * The operations of one instrument, those of `TCP` from `read` to `command`. Times in milliseconds; replies are Buffers
 * with their end of line, or text without it where an `encoding` is given. Every call throws a `SockioError`, or for a
 * bad argument the TypeError or RangeError that names it; a future fails with them.
 *
 * `F` is the type of `resolveFutures`: true for values, false for futures.
 */
export type Session<F extends boolean = true> = Operated<Blocking<F>>

/** The class of what a hook and a transaction are given; a `TCP` is an instance of it as well. */
export const Session: SessionClass<Blocking<boolean>> = Operated
