/** The options of a connection on Node, and what they come to when the defaults are filled in. */

import type { ConnectionOptions } from 'node:tls'
import {
  type Address,
  type Backoff,
  backoff,
  type CallOptions as CoreCallOptions,
  callOptionRules,
  type Decoder,
  type Encoding,
  endless,
  fields,
  limitRule,
  type Options,
  optionTable,
  type Rule,
  type Settings,
  show,
  someBytes,
} from '@sockio/core'
import { type LineEnd, NO_LINE_END } from './decode.ts'
import { type LineConvention, lineConvention } from './line-convention.ts'
import { allocate } from './memory.ts'
import { redactor } from './redactor.ts'
import { isSignal } from './signal.ts'
import type { Consulting } from './turns.ts'
import { utf8 } from './utf8.ts'

/** Options of a connection; see `Options` of the core for each. `S` is the session given to the hook. */
export type ConnectOptions<S = unknown> = Options<S, ConnectionOptions>

/** Options of one call. Times in milliseconds. */
export interface CallOptions extends CoreCallOptions {
  /** Ends the call with an `AbortError`. */
  readonly signal?: AbortSignal | undefined
}

/** Options of one call that gives bytes. Times in milliseconds. */
export interface BytesOptions extends Omit<CallOptions, 'encoding'> {
  readonly encoding?: undefined
}

/** Options of one call that gives text: the reply without its end of line. Times in milliseconds. */
export interface TextOptions extends CallOptions {
  readonly encoding: Encoding
}

/** Options of one call that gives a value. Times in milliseconds. */
export interface DecodeOptions<T> extends CallOptions {
  /**
   * What the reply means. It is given the line without its end, or the payload of the block; one that has a `framing` says
   * what is read in place of a line. When it throws, the call ends with a `DecodeError`, and the connection stays open.
   */
  readonly as: Decoder<T>
}

/** Options of one call that may give a value. */
export interface ReadOptions<T = unknown> extends CallOptions {
  readonly as?: Decoder<T> | undefined
}

/** The TCP keepalive that is asked for; times in ms. */
export interface KeepAliveSettings {
  readonly idle: number
  readonly interval: number
  readonly count: number
}

/** All that a connection is set to. */
export interface Resolved {
  readonly settings: Settings
  /** Of lines with the connection's own `eol`. */
  readonly lines: LineConvention
  readonly encoding: Encoding
  /** `Infinity` where the user has said that there is none; undefined where nothing was said. */
  readonly timeout: number | undefined
  readonly retries: number
  readonly maxBlock: number
  /** Is there something that nobody is shown of requests? */
  readonly redacts: boolean
  /** Asks a user's functions in the middle of a turn. */
  readonly consulting: Consulting
  readonly noDelay: boolean
  readonly tos: number | undefined
  readonly keepAlive: KeepAliveSettings | false
  readonly tls: ConnectionOptions | undefined
  readonly family: 4 | 6 | undefined
  readonly localAddress: string | undefined
}

const NONE = Number.POSITIVE_INFINITY
/**
 * Between a reply and its next request a program takes less. A request after more costs a round of the event loop, which is
 * nothing beside that.
 */
const FRESH_MS = 20

/** The rule of an AbortSignal. */
export const signalRule: Rule = (value, name) => {
  if (!isSignal(value)) throw new TypeError(`${name}: expected an AbortSignal, got ${show(value)}`)
}

/** The rule of an encoding. */
export const encodingRule: Rule = callOptionRules.encoding

/** Can it decode? What it makes of a reply shows only then. */
export function isDecoder(value: unknown): value is Decoder<unknown> {
  const mayHave = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return mayHave && 'decode' in value && typeof value.decode === 'function'
}

/** The rule of a decoder. */
export const decoderRule: Rule = (value) => {
  if (isDecoder(value)) return
  throw new TypeError(`options.as: expected an object with a function "decode", got ${show(value)}`)
}

const DECODING = 'query, readLine, writeReadLine, readBlock, writeReadBlock, exchange, lines'

/** The rule of a decoder where none is taken. */
export const noDecoderRule: Rule = () => {
  throw new TypeError(`options.as: this call gives no value (those that do: ${DECODING})`)
}

const rules = { ...callOptionRules, signal: signalRule }
const callOptions = fields({ ...rules, as: noDecoderRule }, 'option')
const readOptions = fields({ ...rules, as: decoderRule }, 'option')

/** Checks the options of one call; throws a TypeError or RangeError that names the wrong one. */
export function checkCallOptions(options: unknown): void {
  if (options !== undefined) callOptions(options, 'options')
}

/** Checks the options of a call that may give a value; throws a TypeError or RangeError that names the wrong one. */
export function checkReadOptions(options: unknown): void {
  if (options !== undefined) readOptions(options, 'options')
}

/** Options of one call of a driver's method. Times in milliseconds. */
export type PlanOptions = Pick<CallOptions, 'timeout' | 'retries' | 'signal'>

const planOptions = fields(
  { timeout: callOptionRules.timeout, retries: callOptionRules.retries, signal: signalRule },
  'option',
)

/** Checks the options of a call of a driver's method; throws a TypeError or RangeError that names the wrong one. */
export function checkPlanOptions(options: unknown): asserts options is PlanOptions | undefined {
  if (options !== undefined) planOptions(options, 'options')
}

const transactionOptions = fields({ timeout: limitRule, signal: signalRule }, 'option')

/** Checks the options of a transaction; throws a TypeError or RangeError that names the wrong one. */
export function checkTransactionOptions(options: unknown): void {
  if (options !== undefined) transactionOptions(options, 'options')
}

/** Bytes as given, or text in its encoding. */
export function encode(data: string | Uint8Array, encoding: Encoding): Buffer {
  if (typeof data !== 'string') return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  if (encoding === 'latin1' || encoding === 'ascii') writable(data, encoding)
  return encoding === 'utf8' ? utf8(data) : Buffer.from(data, encoding)
}

const FOREIGN = { latin1: /[^\0-\xff]/u, ascii: /[^\0-\x7f]/u } as const

/** Node cuts a character to its lowest byte, and the instrument gets another one. The text may be secret, and is not shown. */
function writable(text: string, encoding: 'latin1' | 'ascii'): void {
  const at = text.search(FOREIGN[encoding])
  if (at < 0) return
  const code = text.codePointAt(at) ?? 0
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  throw new RangeError(
    `encoding: ${encoding} has no ${point}, which is character ${at + 1} of the text: use one that has it, or give bytes`,
  )
}

/** What ends the lines of one call or stream: what it says, which is exact, or what the connection has. */
export function lineEnd(
  resolved: Pick<Resolved, 'lines'>,
  eol: string | Uint8Array | undefined,
  encoding: Encoding,
): LineEnd {
  if (eol === undefined) return resolved.lines.end
  someBytes(eol, 'eol')
  return { ...NO_LINE_END, eol: encode(eol, encoding) }
}

/** One for all connections: users are shown it. */
const KEEP_ALIVE: KeepAliveSettings = Object.freeze({ ...optionTable.keepAlive.default })

/** The kernel counts whole seconds, and Node cuts: a fraction of a second must not become "at once". */
const seconds = (ms: number) => Math.max(1, Math.round(ms / 1000)) * 1000

function keepAliveSettings(given: ConnectOptions['keepAlive'] = true): KeepAliveSettings | false {
  if (given === false) return false
  if (given === true) return KEEP_ALIVE
  const known = optionTable.keepAlive.default
  const { idle = known.idle, interval = known.interval, count = known.count } = given
  return { idle: seconds(idle), interval: seconds(interval), count }
}

/** Without the fields that are undefined: node:tls takes some of them for values, and here they are as if absent. */
function tlsOptions(given: ConnectOptions['tls'] = false): ConnectionOptions | undefined {
  if (given === false) return undefined
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

const noPolicy = backoff(optionTable.reconnect.default)

/** What a function of the user's has said; anything else would end the attempts without a word. */
function delayOf(said: unknown): number | false {
  if (said === false || (typeof said === 'number' && said >= 0)) return said
  throw new TypeError(
    `reconnect: the function must give milliseconds (0 or more), or false to stop; it gave ${show(said)}`,
  )
}

/** A function of the user's is asked in the middle of a turn; what it throws, or says wrongly, is reported. */
function policyOf(reconnect: NonNullable<ConnectOptions['reconnect']>, consulting: Consulting): Backoff {
  if (reconnect === optionTable.reconnect.default) return noPolicy
  if (typeof reconnect !== 'function') return backoff(reconnect)
  const policy = backoff((attempt, error) => delayOf(reconnect(attempt, error)))
  return (attempt, random, error) => consulting.consult(() => policy(attempt, random, error), false)
}

/** Fills in the defaults of options that were checked. */
export function resolve(
  address: Address,
  options: ConnectOptions<never>,
  hook: boolean,
  consulting: Consulting,
): Resolved {
  const encoding = options.encoding ?? optionTable.encoding.default
  const lines = lineConvention(options.eol, encoding)
  const { reconnect = optionTable.reconnect.default } = options
  const policy = policyOf(reconnect, consulting)
  const noRetries = typeof reconnect !== 'function' && !reconnect.retries
  const settings: Settings = {
    address,
    autoReconnect: options.autoReconnect ?? optionTable.autoReconnect.default,
    connectionTimeout: options.connectionTimeout ?? NONE,
    backoff: policy,
    streamBackoff: noRetries ? endless : policy,
    pipeline: options.pipeline ?? optionTable.pipeline.default,
    resync: options.resync ?? optionTable.resync.default,
    settle: options.settle ?? optionTable.settle.default,
    pacing: options.pacing ?? optionTable.pacing.default,
    bufferSize: options.bufferSize ?? optionTable.bufferSize.default,
    maxQueue: options.maxQueue ?? optionTable.maxQueue.default,
    staleInput: options.staleInput ?? optionTable.staleInput.default,
    freshFor: options.staleInput === 'keep' ? NONE : FRESH_MS,
    quiet: options.quiet ?? optionTable.quiet.default,
    hook,
    closeGrace: 250,
    writeEol: options.writeEol === undefined ? lines.end.eol : encode(options.writeEol, encoding),
    redact: redactor(options.redact, encoding, consulting),
    allocate,
  }
  return {
    settings,
    lines,
    encoding,
    timeout: options.timeout,
    retries: options.retries ?? optionTable.retries.default,
    maxBlock: options.maxBlock ?? optionTable.maxBlock.default,
    redacts: options.redact !== undefined,
    consulting,
    noDelay: options.noDelay ?? optionTable.noDelay.default,
    tos: options.tos ?? optionTable.tos.default,
    keepAlive: keepAliveSettings(options.keepAlive),
    tls: tlsOptions(options.tls),
    family: options.family,
    localAddress: options.localAddress,
  }
}
