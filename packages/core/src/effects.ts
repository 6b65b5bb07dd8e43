/** The outputs of the machine: the one small port that a driver implements. */
import type { AnySockioError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import type { StrayOrigin } from './options.ts'
import type { Run } from './run.ts'
import type { Session } from './session.ts'
import type { State } from './state.ts'

/**
 * None of these may call back into the machine: a driver records them, and acts when the machine's method has returned.
 */
export interface Effects {
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** A random number in [0, 1). */
  random(): number
  /** Call `fired` once, at or after `at`; `Infinity`: not at all. A late or an extra call is harmless. */
  alarm(at: number): void
  /** Connect; the inputs that follow carry this epoch. */
  connect(epoch: number): void
  /** What has become so far of the addresses of an attempt that goes on; for drivers that try several. Default: nothing. */
  attempted?(): Error | undefined
  /** End the connection (or the attempt); `'end'` says goodbye, and `lost` must follow; `'destroy'` is at once. */
  disconnect(epoch: number, how: 'end' | 'destroy'): void
  /** Write; `drained`, `blocked` or `unwritten` must follow. */
  write(bytes: Uint8Array): void
  /** Stop and go on reading from the socket. */
  pause(): void
  resume(): void
  /** Frames of a stream. */
  frames(exchange: Exchange, run: Run): void
  /** The exchange is over: its replies are in it, unless there is an error. */
  settle(exchange: Exchange, error?: AnySockioError): void
  /** The hook or the transaction may start. */
  granted(session: Session): void
  /** The session failed before its `end`: refused, timed out, or closed. */
  refused(session: Session, error: AnySockioError): void
  /** Bytes that no request was owed, and whether they came for a stream. */
  stray(bytes: Uint8Array, origin: StrayOrigin): void
  /** The peer of a connection that calls may use has said goodbye. Default: nothing. */
  eof?(): void
  changed(to: State, from: State, error?: Error): void
}
