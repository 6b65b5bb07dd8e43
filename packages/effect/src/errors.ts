/** The errors of the other flavours as tagged errors: what `Effect.catchTag` picks apart, and what `Schema` can send. */
import * as core from '@sockio/core'
import { Schema } from 'effect'

const Address = Schema.Struct({
  host: Schema.String,
  port: Schema.Int,
  tls: Schema.Boolean,
  url: Schema.optionalKey(Schema.String),
})

const details = {
  message: Schema.String,
  /** The instrument that was spoken to. */
  address: Address,
  /** How far the call had got. */
  phase: Schema.Literals(['queued', 'connecting', 'initialising', 'writing', 'reading']),
  /** May the instrument have acted on the request? */
  sent: Schema.Literals(['no', 'maybe', 'yes']),
  /** What had arrived of the reply when the call ended; absent where nothing can have. */
  partial: Schema.optionalKey(Schema.Uint8Array),
  /** The bytes of the request; absent for calls that only read. */
  request: Schema.optionalKey(Schema.Uint8Array),
  /** What the system, the hook or the signal said. */
  cause: Schema.optionalKey(Schema.Defect()),
}

/** No connection could be made, after all retries: refused, unreachable, unknown name, TLS failure (see `cause`). */
export class ConnectError extends Schema.TaggedError<ConnectError>()('ConnectError', details) {
  readonly code = 'SOCKIO_CONNECT'
}

/** A connection attempt, its hook included, took longer than `connectionTimeout`. */
export class ConnectTimeoutError extends Schema.TaggedError<ConnectTimeoutError>()('ConnectTimeoutError', details) {
  readonly code = 'SOCKIO_CONNECT_TIMEOUT'
}

/** The connection hook failed (see `cause`), so that the connection was given up. */
export class InitError extends Schema.TaggedError<InitError>()('InitError', details) {
  readonly code = 'SOCKIO_INIT'
}

/**
 * The call took longer than its `timeout`.
 *
 * @example
 * tcp.query('READ?', { timeout: 500 }).pipe(Effect.catchTag('TimeoutError', () => Effect.succeed('no reading')))
 */
export class TimeoutError extends Schema.TaggedError<TimeoutError>()('TimeoutError', details) {
  readonly code = 'SOCKIO_TIMEOUT'
}

/** The call was ended by its `signal`, or its transaction was ended: see `cause`. Interruption needs no error. */
export class AbortError extends Schema.TaggedError<AbortError>()('AbortError', details) {
  readonly code = 'SOCKIO_ABORTED'
}

/** The connection broke (reset, or closed by the cure of another call) before the call was done. */
export class ConnectionLostError extends Schema.TaggedError<ConnectionLostError>()('ConnectionLostError', details) {
  readonly code = 'SOCKIO_CONNECTION_LOST'
}

/** The peer closed the connection before the call was done. */
export class ConnectionEOFError extends Schema.TaggedError<ConnectionEOFError>()('ConnectionEOFError', details) {
  readonly code = 'SOCKIO_CONNECTION_EOF'
}

/** No end of line or separator came within `bufferSize` bytes, or a block is longer than `maxBlock`. */
export class LimitOverrunError extends Schema.TaggedError<LimitOverrunError>()('LimitOverrunError', details) {
  readonly code = 'SOCKIO_LIMIT_OVERRUN'
}

/** What came can't be a frame of the kind asked for, such as a block without its header. */
export class FramingError extends Schema.TaggedError<FramingError>()('FramingError', details) {
  readonly code = 'SOCKIO_FRAMING'
}

/** `maxQueue` exchanges wait already. */
export class QueueFullError extends Schema.TaggedError<QueueFullError>()('QueueFullError', details) {
  readonly code = 'SOCKIO_QUEUE_FULL'
}

/** A stream holds the read lane, so that this call would wait until it ends. */
export class StreamActiveError extends Schema.TaggedError<StreamActiveError>()('StreamActiveError', details) {
  readonly code = 'SOCKIO_STREAM_ACTIVE'
}

/** A stream with `overflow: 'error'` was not read fast enough. */
export class OverflowError extends Schema.TaggedError<OverflowError>()('OverflowError', details) {
  readonly code = 'SOCKIO_OVERFLOW'
}

/** `open()` of a connection that is open. */
export class AlreadyOpenError extends Schema.TaggedError<AlreadyOpenError>()('AlreadyOpenError', details) {
  readonly code = 'SOCKIO_ALREADY_OPEN'
}

/** `close()` or the end of the scope ended the call, or it came after that, or after its transaction or hook. */
export class ClosedError extends Schema.TaggedError<ClosedError>()('ClosedError', details) {
  readonly code = 'SOCKIO_CLOSED'
}

/** There is no connection and `autoReconnect` is false; or the transaction's own connection is gone. */
export class NotConnectedError extends Schema.TaggedError<NotConnectedError>()('NotConnectedError', details) {
  readonly code = 'SOCKIO_NOT_CONNECTED'
}

const classes = {
  ConnectError,
  ConnectTimeoutError,
  InitError,
  TimeoutError,
  AbortError,
  ConnectionLostError,
  ConnectionEOFError,
  LimitOverrunError,
  FramingError,
  QueueFullError,
  StreamActiveError,
  OverflowError,
  AlreadyOpenError,
  ClosedError,
  NotConnectedError,
}

/**
 * The schema of all errors of this library: `Schema.is(SockioError)` knows them from others, and its codec carries them
 * across a wire.
 */
export const SockioError = Schema.Union(Object.values(classes))

/** Any error of this library, as a union that `_tag` or `code` narrows. */
export type AnySockioError = InstanceType<(typeof classes)[keyof typeof classes]>
/** Any error of this library: the type of the schema of that name. */
export type SockioError = AnySockioError

/** What is printed and logged of one is what the other flavours show, and not its bytes. */
for (const { prototype } of Object.values(classes)) {
  Object.defineProperties(prototype, {
    toJSON: {
      value(this: AnySockioError) {
        return { _tag: this._tag, ...core.errorAsJson(this) }
      },
    },
    [core.inspection]: {
      value(this: AnySockioError, ...how: core.Inspected) {
        return core.shownError(this, how)
      },
    },
  })
}

function known(name: string): name is keyof typeof classes {
  return Object.hasOwn(classes, name)
}

/** The engine's error as its tagged one, with the same message and fields; a cause is kept as it is. */
export function tagged(error: core.SockioError): AnySockioError {
  const { name, message, address, phase, sent, partial, request, cause } = error
  if (!known(name)) throw error
  return new classes[name]({
    message,
    address,
    phase,
    sent,
    ...(partial === undefined ? {} : { partial }),
    ...(request === undefined ? {} : { request }),
    ...(cause === undefined ? {} : { cause }),
  })
}

/** An error that a notification or a schedule is told: one of ours with its `_tag`, or the system's own as it is. */
export function taggedIfOurs(error: Error): Error {
  return error instanceof core.SockioError ? tagged(error) : error
}
