/** The errors of the other flavours as tagged errors: what `Effect.catchTag` picks apart, and what `Schema` can send. Nothing else is in here. */
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

/**
 * The reply came, and is not what was expected: its `decode` (see the option `as`) has no value for it. `partial` is what
 * the decoder was given, of which `at` counts the bytes. The connection stays open, and the next call has its own reply.
 */
export class DecodeError extends Schema.TaggedError<DecodeError>()('DecodeError', {
  ...details,
  /** What was expected, in words: `a number`. */
  expected: Schema.String,
  /** Where in the reply, in bytes, what is wrong begins. */
  at: Schema.Int,
}) {
  readonly code = 'SOCKIO_DECODE'
}

/**
 * The instrument has complained of what it was told: in its error queue, or in place of a reply. The connection stays open.
 * All of it is in `errors`, from the first on, whose `number` and `text` are its own too.
 *
 * @example
 * psu.voltage.set(99).pipe(Effect.catchTag('InstrumentError', (error) => Effect.logWarning(error.text)))
 */
export class InstrumentError extends Schema.TaggedError<InstrumentError>()('InstrumentError', {
  ...details,
  /** The number of the first complaint, such as -222; undefined where the instrument has none. */
  number: Schema.UndefinedOr(Schema.Number),
  /** What the instrument says of the first one: `Data out of range`. */
  text: Schema.String,
  /** What the instrument was told. */
  command: Schema.String,
  errors: Schema.Array(Schema.Struct({ number: Schema.UndefinedOr(Schema.Number), text: Schema.String })),
}) {
  readonly code = 'SOCKIO_INSTRUMENT'
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
