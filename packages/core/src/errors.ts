/** Every error that a call can end with: one tree under `SockioError`, each with its stable `code`. */
import type { Address } from './address.ts'

/** How far a call had got: the `phase` of an error. */
export type Phase = 'queued' | 'connecting' | 'initialising' | 'writing' | 'reading'

/** May the instrument have acted on the request? `'maybe'`: a part of it may have been delivered. */
export type Sent = 'no' | 'maybe' | 'yes'

/** What every `SockioError` carries. */
export interface ErrorDetails {
  readonly address: Address
  readonly phase: Phase
  readonly sent: Sent
  /** What had arrived of the reply. */
  readonly partial?: Uint8Array | undefined
  /** The bytes of the request. */
  readonly request?: Uint8Array | undefined
  readonly cause?: unknown
}

/** The root of all errors of this library; tell them apart by `code`, by `name` or by `instanceof`. */
export abstract class SockioError extends Error {
  abstract readonly code: string
  /** The instrument that was spoken to. */
  readonly address: Address
  readonly phase: Phase
  readonly sent: Sent
  /** What had arrived of the reply when the call ended; absent where nothing can have. */
  readonly partial?: Uint8Array
  /** The bytes of the request; absent for calls that only read. */
  readonly request?: Uint8Array

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.address = details.address
    this.phase = details.phase
    this.sent = details.sent
    if (details.partial !== undefined) this.partial = details.partial
    if (details.request !== undefined) this.request = details.request
  }
}

/** No connection could be made, after all retries: refused, unreachable, unknown name, TLS failure (see `cause`). */
export class ConnectError extends SockioError {
  override readonly name = 'ConnectError'
  readonly code = 'SOCKIO_CONNECT'
}

/** A connection attempt, its hook included, took longer than `connectionTimeout`. */
export class ConnectTimeoutError extends SockioError {
  override readonly name = 'ConnectTimeoutError'
  readonly code = 'SOCKIO_CONNECT_TIMEOUT'
}

/** The connection hook failed (see `cause`), so that the connection was given up. */
export class InitError extends SockioError {
  override readonly name = 'InitError'
  readonly code = 'SOCKIO_INIT'
}

/** The call took longer than its `timeout`. */
export class TimeoutError extends SockioError {
  override readonly name = 'TimeoutError'
  readonly code = 'SOCKIO_TIMEOUT'
}

/** The call was aborted: `cause` is the reason of its signal. */
export class AbortError extends SockioError {
  override readonly name = 'AbortError'
  readonly code = 'SOCKIO_ABORTED'
}

/** The connection broke (reset, or closed by the cure of another call) before the call was done. */
export class ConnectionLostError extends SockioError {
  override readonly name = 'ConnectionLostError'
  readonly code = 'SOCKIO_CONNECTION_LOST'
}

/** The peer closed the connection before the call was done. */
export class ConnectionEOFError extends SockioError {
  override readonly name = 'ConnectionEOFError'
  readonly code = 'SOCKIO_CONNECTION_EOF'
}

/** No end of line or separator came within `bufferSize` bytes. */
export class LimitOverrunError extends SockioError {
  override readonly name = 'LimitOverrunError'
  readonly code = 'SOCKIO_LIMIT_OVERRUN'
}

/** What came can't be a frame of the kind asked for, such as a block without its header. */
export class FramingError extends SockioError {
  override readonly name = 'FramingError'
  readonly code = 'SOCKIO_FRAMING'
}

/** `maxQueue` exchanges wait already. */
export class QueueFullError extends SockioError {
  override readonly name = 'QueueFullError'
  readonly code = 'SOCKIO_QUEUE_FULL'
}

/** A stream holds the read lane, so that this call would wait until it ends. */
export class StreamActiveError extends SockioError {
  override readonly name = 'StreamActiveError'
  readonly code = 'SOCKIO_STREAM_ACTIVE'
}

/** A stream with `overflow: 'error'` was not read fast enough. */
export class OverflowError extends SockioError {
  override readonly name = 'OverflowError'
  readonly code = 'SOCKIO_OVERFLOW'
}

/** `open()` of a connection that is open. */
export class AlreadyOpenError extends SockioError {
  override readonly name = 'AlreadyOpenError'
  readonly code = 'SOCKIO_ALREADY_OPEN'
}

/** `close()` or disposal ended the call, or it came after disposal. */
export class ClosedError extends SockioError {
  override readonly name = 'ClosedError'
  readonly code = 'SOCKIO_CLOSED'
}

/** There is no connection and `autoReconnect` is false; or the transaction's own connection is gone. */
export class NotConnectedError extends SockioError {
  override readonly name = 'NotConnectedError'
  readonly code = 'SOCKIO_NOT_CONNECTED'
}

/** Any error of this library, as a union that `switch (error.code)` narrows. */
export type AnySockioError =
  | ConnectError
  | ConnectTimeoutError
  | InitError
  | TimeoutError
  | AbortError
  | ConnectionLostError
  | ConnectionEOFError
  | LimitOverrunError
  | FramingError
  | QueueFullError
  | StreamActiveError
  | OverflowError
  | AlreadyOpenError
  | ClosedError
  | NotConnectedError
