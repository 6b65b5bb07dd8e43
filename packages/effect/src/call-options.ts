/** The options of calls: those of every flavour, with durations for times; plain numbers are milliseconds. */
import type * as node from '@sockio/node'
import type { Timed } from './durations.ts'

/** Options of one call. Times are durations, or numbers of milliseconds. */
export interface CallOptions extends Timed<node.CallOptions> {}

/** Options of one call that gives bytes. Times are durations, or numbers of milliseconds. */
export interface BytesOptions extends Timed<node.BytesOptions> {}

/** Options of one call that gives text: the reply without its end of line. Times are durations, or numbers of milliseconds. */
export interface TextOptions extends Timed<node.TextOptions> {}

/** Options of one call that gives a value. Times are durations, or numbers of milliseconds. */
export interface DecodeOptions<T> extends Timed<node.DecodeOptions<T>> {}

/** Options of one call that may give a value. */
export type ReadOptions = CallOptions | DecodeOptions<unknown>

/** Where a frame ends, for `exchange`: the silence of `{ idle: '50 millis' }` is a duration, or a number of milliseconds. */
export type Framing = Timed<node.Framing>

/** Options of a transaction. */
export interface TransactionOptions extends Timed<node.TransactionOptions> {}
