/** Which errors each kind of call can end with: the error channels of the operations, and no error more. */
import type { Decoder } from '@sockio/core'
import type {
  AbortError,
  AlreadyOpenError,
  ClosedError,
  ConnectError,
  ConnectionEOFError,
  ConnectionLostError,
  ConnectTimeoutError,
  DecodeError,
  FramingError,
  InitError,
  InstrumentError,
  LimitOverrunError,
  NotConnectedError,
  OverflowError,
  QueueFullError,
  StreamActiveError,
  TimeoutError,
} from './errors.ts'

/** There is no connection to be had. */
export type UnavailableError = ConnectError | ConnectTimeoutError | InitError | ClosedError | NotConnectedError

/** What a call that only writes can end with. */
export type WriteError = UnavailableError | TimeoutError | ConnectionLostError | ConnectionEOFError | QueueFullError

/** What a call that reads can end with, whatever it reads. */
export type ReadError = WriteError | StreamActiveError

/** What a call can end with that reads lines, or another frame whose end has to be found. */
export type LineError = ReadError | LimitOverrunError

/** What a call that reads an IEEE 488.2 block can end with. */
export type BlockError = LineError | FramingError

/** What a method of a driver can end with, where a call that reads can end with an `R`. */
export type DriverError<R> = R | LimitOverrunError | FramingError | DecodeError | InstrumentError

/** What any call of a session can end with: its connection is there, or gone for good. */
export type SessionError =
  | TimeoutError
  | AbortError
  | ConnectionLostError
  | ConnectionEOFError
  | ClosedError
  | NotConnectedError

/** What `open()` can end with. */
export type OpenError = UnavailableError | TimeoutError | AlreadyOpenError

/** What a transaction can end with, besides the errors of its own effect. */
export type TransactionError = UnavailableError | TimeoutError | StreamActiveError

/** Only a call that was given a signal can be aborted by it. */
export type Aborted<O> = 'signal' extends keyof O ? (O['signal'] extends undefined ? never : AbortError) : never

/** Only what is to give a value can find that there is none. */
export type Undecodable<O> = O extends { readonly as: Decoder<unknown> } ? DecodeError : never

/** Of a call, whose decoder may also want another frame than a line. */
export type Undecoded<O> = O extends { readonly as: Decoder<unknown> } ? DecodeError | FramingError : never

/** Only a stream that was told to can overflow with an error. */
export type Overflowed<O> = 'overflow' extends keyof O ? ('error' extends O['overflow'] ? OverflowError : never) : never
