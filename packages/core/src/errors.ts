/**
 * Every error that a call can end with: one tree under `SockioError`, each with its stable `code`. What this file exports is
 * `@sockio/core/errors`, which the flavours pass on as a whole.
 */
import type { Address } from './address.ts'
import type { Complaint, DecodeDetails, ErrorDetails, InstrumentDetails, Phase, Sent } from './error-details.ts'
import { errorAsJson, type Inspected, inspection, shownError } from './inspection.ts'
import { objectRule, show } from './rules.ts'

export type { Complaint, Phase, Sent }

/** On the errors of every copy of this library that a program has loaded. */
const BRAND = Symbol.for('sockio.error')

/** The root of all errors of this library; tell them apart by `code`, by `name` or by `instanceof`. */
export abstract class SockioError extends Error {
  readonly code: string
  /** The instrument that was spoken to. */
  readonly address: Address
  readonly phase: Phase
  readonly sent: Sent
  /**
   * What had arrived of the reply when the call ended, at most its first MiB (of a `DecodeError`: all of it); absent where
   * nothing can have.
   */
  declare readonly partial?: Uint8Array
  /** The bytes of the request; absent for calls that only read. */
  declare readonly request?: Uint8Array

  /** @throws {TypeError} for details that are none */
  constructor(message: string, details: ErrorDetails) {
    objectRule(details, 'details')
    const { address, phase, sent, partial, request, cause } = details
    super(message, cause === undefined ? undefined : { cause })
    this.code = String(Reflect.get(new.target, 'code'))
    this.address = address
    this.phase = phase
    this.sent = sent
    // Node prints all that is enumerable of an error that nobody catches: hundreds of numbers.
    if (partial !== undefined) Object.defineProperty(this, 'partial', { value: partial })
    if (request !== undefined) Object.defineProperty(this, 'request', { value: request })
  }

  /** For logs: its fields, with the bytes as short texts. */
  toJSON(): object {
    return errorAsJson(this)
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownError(this, how)
  }

  static {
    Object.defineProperty(SockioError.prototype, BRAND, { value: true })
    Object.defineProperty(SockioError, Symbol.hasInstance, { value: isInstance })
  }
}

/**
 * What `instanceof` asks. A program may hold this library twice, as an ES module and in CommonJS: an error of one copy is
 * an instance of the classes of the other too, told by its `code`.
 */
function isInstance(this: typeof SockioError, value: unknown): boolean {
  if (Function.prototype[Symbol.hasInstance].call(this, value)) return true
  if (typeof value !== 'object' || value === null || !(BRAND in value && 'code' in value)) return false
  return this === SockioError || (Object.hasOwn(this, 'code') && Reflect.get(this, 'code') === value.code)
}

/** No connection could be made, after all retries: refused, unreachable, unknown name, TLS failure (see `cause`). */
export class ConnectError extends SockioError {
  static readonly code = 'SOCKIO_CONNECT'
  override readonly name = 'ConnectError'
  declare readonly code: typeof ConnectError.code
}

/** A connection attempt, its hook included, took longer than `connectionTimeout`. */
export class ConnectTimeoutError extends SockioError {
  static readonly code = 'SOCKIO_CONNECT_TIMEOUT'
  override readonly name = 'ConnectTimeoutError'
  declare readonly code: typeof ConnectTimeoutError.code
}

/** The connection hook failed (see `cause`), so that the connection was given up. */
export class InitError extends SockioError {
  static readonly code = 'SOCKIO_INIT'
  override readonly name = 'InitError'
  declare readonly code: typeof InitError.code
}

/** The call took longer than its `timeout`. */
export class TimeoutError extends SockioError {
  static readonly code = 'SOCKIO_TIMEOUT'
  override readonly name = 'TimeoutError'
  declare readonly code: typeof TimeoutError.code
}

/** The call was aborted: `cause` is the reason of its signal. */
export class AbortError extends SockioError {
  static readonly code = 'SOCKIO_ABORTED'
  override readonly name = 'AbortError'
  declare readonly code: typeof AbortError.code
}

/** The connection broke (reset, or closed by the cure of another call) before the call was done. */
export class ConnectionLostError extends SockioError {
  static readonly code = 'SOCKIO_CONNECTION_LOST'
  override readonly name = 'ConnectionLostError'
  declare readonly code: typeof ConnectionLostError.code
}

/** The peer closed the connection before the call was done. */
export class ConnectionEOFError extends SockioError {
  static readonly code = 'SOCKIO_CONNECTION_EOF'
  override readonly name = 'ConnectionEOFError'
  declare readonly code: typeof ConnectionEOFError.code
}

/** No end of line or separator came within `bufferSize` bytes, or a block is longer than `maxBlock`. */
export class LimitOverrunError extends SockioError {
  static readonly code = 'SOCKIO_LIMIT_OVERRUN'
  override readonly name = 'LimitOverrunError'
  declare readonly code: typeof LimitOverrunError.code
}

/** What came can't be a frame of the kind asked for, such as a block without its header. */
export class FramingError extends SockioError {
  static readonly code = 'SOCKIO_FRAMING'
  override readonly name = 'FramingError'
  declare readonly code: typeof FramingError.code
}

/**
 * The reply came, and is not what was expected: its `decode` (see the option `as`) has no value for it. `partial` is what
 * the decoder was given, of which `at` counts the bytes. The connection stays open, and the next call has its own reply.
 */
export class DecodeError extends SockioError {
  static readonly code = 'SOCKIO_DECODE'
  override readonly name = 'DecodeError'
  declare readonly code: typeof DecodeError.code
  /** What was expected, in words: `a number`. */
  readonly expected: string
  /** Where in the reply, in bytes, what is wrong begins. */
  readonly at: number

  constructor(message: string, details: DecodeDetails) {
    super(message, details)
    this.expected = details.expected
    this.at = details.at
  }
}

/**
 * The instrument has complained of what it was told: in its error queue, or in place of a reply. The connection stays open.
 * All of it is in `errors`, from the first on, whose `number` and `text` are its own too.
 */
export class InstrumentError extends SockioError {
  static readonly code = 'SOCKIO_INSTRUMENT'
  override readonly name = 'InstrumentError'
  declare readonly code: typeof InstrumentError.code
  /** The number of the first complaint, such as -222; undefined where the instrument has none. */
  readonly number: number | undefined
  /** What the instrument says of the first one: `Data out of range`. */
  readonly text: string
  /** What the instrument was told. */
  readonly command: string
  readonly errors: readonly Complaint[]

  constructor(message: string, details: InstrumentDetails) {
    super(message, details)
    const { command, errors } = details
    if (!Array.isArray(errors)) throw new TypeError(`details.errors: expected an array, got ${show(errors)}`)
    this.number = errors[0]?.number
    this.text = errors[0]?.text ?? ''
    this.command = command
    this.errors = errors
  }
}

/** `maxQueue` exchanges wait already. */
export class QueueFullError extends SockioError {
  static readonly code = 'SOCKIO_QUEUE_FULL'
  override readonly name = 'QueueFullError'
  declare readonly code: typeof QueueFullError.code
}

/** A stream holds the read lane, so that this call would wait until it ends. */
export class StreamActiveError extends SockioError {
  static readonly code = 'SOCKIO_STREAM_ACTIVE'
  override readonly name = 'StreamActiveError'
  declare readonly code: typeof StreamActiveError.code
}

/** A stream with `overflow: 'error'` was not read fast enough. */
export class OverflowError extends SockioError {
  static readonly code = 'SOCKIO_OVERFLOW'
  override readonly name = 'OverflowError'
  declare readonly code: typeof OverflowError.code
}

/** `open()` of a connection that is open. */
export class AlreadyOpenError extends SockioError {
  static readonly code = 'SOCKIO_ALREADY_OPEN'
  override readonly name = 'AlreadyOpenError'
  declare readonly code: typeof AlreadyOpenError.code
}

/** `close()` or disposal ended the call, or it came after disposal. */
export class ClosedError extends SockioError {
  static readonly code = 'SOCKIO_CLOSED'
  override readonly name = 'ClosedError'
  declare readonly code: typeof ClosedError.code
}

/** There is no connection and `autoReconnect` is false; or the transaction's own connection is gone. */
export class NotConnectedError extends SockioError {
  static readonly code = 'SOCKIO_NOT_CONNECTED'
  override readonly name = 'NotConnectedError'
  declare readonly code: typeof NotConnectedError.code
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
  | DecodeError
  | InstrumentError
  | QueueFullError
  | StreamActiveError
  | OverflowError
  | AlreadyOpenError
  | ClosedError
  | NotConnectedError
