/** The options of a blocking connection: those of every flavour, but for what can't cross to the thread of the sockets. */
import { checkOptions, type Decoder, type Encoding, isBytes, type ReconnectPolicy, show } from '@sockio/core'
import type { ConnectOptions, LinesOptions as NodeLinesOptions } from '@sockio/node'
import { NOTIFICATIONS, type Setup } from './protocol.ts'
import type { Session } from './session.ts'

/**
 * Options of a connection; see each field for its meaning and default. `F` is the type of `resolveFutures`.
 *
 * Notifications (`onStateChange` and the like) are called when the event loop of this thread runs.
 */
export interface Options<F extends boolean = true>
  extends Omit<ConnectOptions, 'reconnect' | 'redact' | 'onConnectionMade'> {
  /** True (default): calls block, and give their values. False: they give futures. */
  readonly resolveFutures?: F | undefined
  /**
   * Lines to write on every connection, with their ends of line, before anything else.
   *
   * @example
   * init: ['ACQ:TRIG HARDWARE\n', 'ACQ:SIZE 1024\n']
   */
  readonly init?: readonly (string | Uint8Array)[] | undefined
  /**
   * Hook, run on every connection after `init`; it may write and query through its session. It runs in this thread: in
   * the blocking call that made the connection, or else at the next one, or when the event loop runs. When it throws,
   * the connection is given up with an `InitError`.
   */
  readonly onConnectionMade?: ((session: Session<F>) => unknown) | undefined
  /** Connection retries. Default `{ retries: 0 }`. */
  readonly reconnect?: ReconnectPolicy | undefined
  /** What errors, warnings, traces, prints and recordings show as `***` of a request, for those that hold a password. Default: nothing. */
  readonly redact?: RegExp | undefined
}

/** Options of `lines()`; a function can't be a `match` here. */
export interface LinesOptions extends Omit<NodeLinesOptions, 'match'> {
  /**
   * Only lines that match are the stream's, and none that begins with `#`, as blocks do; a string is what the line begins
   * with. Replies that are neither lines nor blocks take what comes.
   */
  readonly match?: RegExp | string | undefined
}

/** Options of a stream of lines that gives bytes. */
export interface ByteLinesOptions extends Omit<LinesOptions, 'encoding'> {
  readonly encoding?: undefined
}

/** Options of a stream of lines that gives text, without their ends. */
export interface TextLinesOptions extends LinesOptions {
  readonly encoding: Encoding
}

/** Options of a stream of lines that gives values, one of each line. */
export interface DecodedLinesOptions<T> extends LinesOptions {
  /**
   * What a line means; it runs in this thread. It is given the line without its end, and must not give undefined. When it
   * throws, the stream ends with a `DecodeError`; the lines behind that one stay in the buffer.
   */
  readonly as: Decoder<T>
}

function checkInit(init: unknown): asserts init is readonly (string | Uint8Array)[] {
  if (!Array.isArray(init)) throw new TypeError(`init: expected an array of lines, got ${show(init)}`)
  for (const [i, line] of init.entries()) {
    if (typeof line === 'string' || isBytes(line)) continue
    throw new TypeError(`init[${i}]: expected a string or a Uint8Array, got ${show(line)}`)
  }
}

/** A function stays in the thread that made it. */
function refuseFunction(value: unknown, name: string, instead: string): void {
  if (typeof value !== 'function') return
  throw new TypeError(`${name}: a function can't run in the thread of the sockets; ${instead}`)
}

/** Of TLS, only plain data crosses: anything else would arrive as something else. */
function checkPlain(value: unknown, name: string): void {
  refuseFunction(value, name, 'leave it to the defaults of node:tls')
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  const prototype: unknown = Object.getPrototypeOf(value)
  const plain = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
  if (!plain) throw new TypeError(`${name}: only plain data crosses to the thread of the sockets`)
  for (const [key, field] of Object.entries(value)) checkPlain(field, `${name}.${key}`)
}

/** Checks the options of a stream that the other thread can't even be told of. */
export function checkStreamOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null && 'match' in options) {
    refuseFunction(options.match, 'match', 'give a RegExp or a string, or filter what comes')
  }
}

/**
 * Checks the options, and gives what of them crosses.
 *
 * @throws {TypeError | RangeError} that names the wrong or unknown option
 */
export function setup<F extends boolean>(options: Options<F>): Setup {
  const { resolveFutures = true, init = [], onConnectionMade, ...plain } = options
  if (typeof resolveFutures !== 'boolean') {
    throw new TypeError(`resolveFutures: expected a boolean, got ${show(resolveFutures)}`)
  }
  checkInit(init)
  refuseFunction(options.redact, 'redact', 'give a RegExp of what shall not be shown')
  refuseFunction(options.reconnect, 'reconnect', 'give a policy: { retries, minDelay, maxDelay, factor, jitter }')
  checkOptions(onConnectionMade === undefined ? plain : { ...plain, onConnectionMade }, ['resolveFutures', 'init'])
  checkPlain(options.tls, 'tls')
  const notifications = NOTIFICATIONS.filter((name) => plain[name] !== undefined || name === 'onError')
  const crossing = Object.entries(plain).filter(([name]) => !(NOTIFICATIONS as readonly string[]).includes(name))
  return {
    options: Object.fromEntries(crossing),
    init,
    hook: onConnectionMade !== undefined,
    notifications,
    disposed: false,
  }
}
