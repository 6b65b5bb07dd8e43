/**
 * The options of a connection: what each may be, its default, and the error that names a wrong one. The docstrings of
 * `Options` are the table of options in the readme of `@sockio/aio` as well.
 */

import { QUIET_MS } from './aftermath.ts'
import type { ReconnectFunction, ReconnectPolicy } from './backoff.ts'
import type { BlockDialect } from './framing/named.ts'
import { isRegExp } from './realm.ts'
import {
  a,
  atLeastOne,
  booleanRule,
  count,
  duration,
  either,
  fields,
  limitRule,
  number,
  oneOf,
  type Rule,
  show,
  someBytes,
} from './rules.ts'
import type { State } from './state.ts'

/** Encodings for strings written and read. */
export type Encoding = 'utf8' | 'utf-8' | 'latin1' | 'ascii' | 'utf16le'
const ENCODINGS: readonly Encoding[] = ['utf8', 'utf-8', 'latin1', 'ascii', 'utf16le']

/** TCP keepalive: probes after `idle` ms of silence, then every `interval` ms; `count` unanswered ones end it. */
export interface KeepAlive {
  readonly idle?: number | undefined
  readonly interval?: number | undefined
  readonly count?: number | undefined
}

/** What `onRetry` is told: in `delay` ms a connection is tried again, because of `error`. */
export interface Retry {
  /** Attempts that have failed in a row; 0 when a connection was lost and this is the first attempt to get it back. */
  readonly attempt: number
  readonly delay: number
  readonly error: Error
}

/** What bytes that no request was owed had come for: a stream that did not take them, or nobody. */
export type StrayOrigin = 'stream' | 'unasked'

/** What `onWire` is told of: bytes as they pass; `time` in ms of a monotonic clock. */
export interface Wire {
  readonly direction: 'sent' | 'received'
  readonly bytes: Uint8Array
  readonly time: number
}

/** How a connection is recorded: what `recorder()` of `@sockio/recorder` makes. Plain data, which also crosses to other threads. */
export interface Recording {
  /** The URL of the file whose `recorded` stands between the driver and its engine. */
  readonly module: string
}

/**
 * Options of a connection, the same in every flavour. `S` is the flavour's session, handed to the connection hook, and
 * `T` its platform's TLS options. Times are in milliseconds.
 */
export interface Options<S = unknown, T extends object = object> {
  /**
   * End of line of replies, one or more bytes. One that is given is exact; with the default, text loses a CR in front of it
   * too. Default `'\n'`.
   */
  readonly eol?: string | Uint8Array | undefined
  /** Encoding of strings written and of `query()`; a character that it does not have is not sent. Default `'utf8'`. */
  readonly encoding?: Encoding | undefined
  /** Connect on demand, and again after a loss. Default `true`. */
  readonly autoReconnect?: boolean | undefined
  /** Limit of one connection attempt with its hook, in ms. Default: none. */
  readonly connectionTimeout?: number | undefined
  /**
   * Limit of one call in ms, everything included: queue, connection, hook, writing, reading. A call that has waited 10 s
   * without one says so once, as a process warning (`SOCKIO_NO_TIMEOUT`); with `Infinity` there is none, and nothing is said.
   * Default: none.
   */
  readonly timeout?: number | undefined
  /**
   * Retries of the connection: a policy, `{ retries, minDelay: 100, maxDelay: 30_000, factor: 2, jitter: true }`, or a
   * function `(attempt, error) => ms or false`. Default `{ retries: 0 }`.
   */
  readonly reconnect?: ReconnectPolicy | ReconnectFunction | undefined
  /** How often an exchange that was cut after writing is sent again; a command may not be idempotent. Default `0`. */
  readonly retries?: number | undefined
  /** Requests that may be outstanding at once. Default `1`. */
  readonly pipeline?: number | undefined
  /**
   * What a timed-out or aborted exchange does to the connection. With `'reconnect'` it is destroyed, and the next call makes
   * a new one. `'discard'` keeps it: requests wait until the late reply has come and been dropped. When it never comes, each
   * of them ends at its own `timeout`, and one without a `timeout` waits until `close()`: so with `'discard'`, give every
   * call a `timeout`. Default `'reconnect'`.
   */
  readonly resync?: 'reconnect' | 'discard' | undefined
  /**
   * Ms between the connection and its first write, for instruments that take one client at a time: when the peer hangs up
   * within that, it is a failed attempt, for `reconnect` to deal with. `connectionTimeout` covers it. Default `0`.
   */
  readonly settle?: number | undefined
  /**
   * Least ms before each write, since the last one (a request, the start or the stop of a stream, whatever it was) and since
   * the end of its reply. Nothing is added when that long has passed anyway. Default `0`.
   */
  readonly pacing?: number | undefined
  /** End of line that `query()` and `command()` append. Default: as `eol`. */
  readonly writeEol?: string | Uint8Array | undefined
  /** Limit in bytes of a line, and of what is read ahead. Default: 1 MiB. */
  readonly bufferSize?: number | undefined
  /**
   * Limit of the payload of an IEEE 488.2 block in bytes, which is held as a whole: a header that promises more ends the
   * call with `LimitOverrunError`, before it comes, and the connection with it. Default: 256 MiB.
   */
  readonly maxBlock?: number | undefined
  /** Exchanges that may wait. Default `10_000`. */
  readonly maxQueue?: number | undefined
  /** TCP_NODELAY. Default `true`. */
  readonly noDelay?: boolean | undefined
  /** IP type of service, 0 to 255, where the platform can set it; `0x10` is low delay. Default `0x10`. */
  readonly tos?: number | undefined
  /** TCP keepalive, in ms up to 32,767,000, and at most 127 probes; or false. Default `{ idle: 60_000, interval: 10_000, count: 3 }`. */
  readonly keepAlive?: KeepAlive | boolean | undefined
  /** TLS: true, or the platform's options, on Node those of `node:tls`. Default: none. */
  readonly tls?: boolean | T | undefined
  /**
   * What happens to bytes that were there before a request. With `'discard'` they are set aside and reported (`onStray`), for
   * which the socket is read first where it was not heard of for 20 ms; `'keep'` leaves them for its reply. Default `'discard'`.
   */
  readonly staleInput?: 'discard' | 'keep' | undefined
  /**
   * Silence in ms that ends what a stream which was left in the middle may still send: the next request (and the `start`
   * of another stream) waits for it, within its own timeout, and what comes until then is set aside (`onStray`). Writes
   * don't wait, so that what stops the instrument goes out. With 0 only what is there when the request is
   * written is set aside; with `staleInput: 'keep'` nothing is. With `'reconnect'` nothing is waited for: the connection of
   * a stream that is left without a `stop` is given up, and the next call makes another. Default `100`.
   */
  readonly quiet?: number | 'reconnect' | undefined
  /**
   * What errors, warnings, traces, prints and recordings show of a request, for those that hold a password: a RegExp, of which each
   * match is shown as `***`, or a function of the request's text (with its end of line) that gives the text to show.
   * Where that throws, `(redacted)` is shown. Not of what passes through `onWire`, nor of what the instrument sends.
   * Default: all of it.
   *
   * @example
   * redact: /(?<=SYST:PASS )"[^"]*"/
   */
  readonly redact?: RegExp | ((request: string) => string) | undefined
  /** The IP address of the adapter of this host to connect from. Default: the one that routing says. */
  readonly localAddress?: string | undefined
  /** IP version, for names that resolve to both. Default: whichever answers. */
  readonly family?: 4 | 6 | undefined
  /** Hook, awaited on every connection before it is ready; it may write and query through its session. */
  readonly onConnectionMade?: ((session: S) => unknown) | undefined
  /** A connection ended; `error` says why, absent after `close()`. */
  readonly onConnectionLost?: ((error?: Error) => unknown) | undefined
  /** The peer closed its side. */
  readonly onEofReceived?: (() => unknown) | undefined
  /** The link is in another state. */
  readonly onStateChange?: ((state: State, previous: State) => unknown) | undefined
  /** A connection was lost or an attempt failed with `error`, and another follows in `delay` ms. */
  readonly onRetry?: ((retry: Retry) => unknown) | undefined
  /**
   * Bytes came that no request was owed. `origin`: `'stream'` when they came for a stream that was left, or whose connection
   * was lost, before it took them; `'unasked'` when nobody had asked for them, or too late.
   */
  readonly onStray?: ((bytes: Uint8Array, origin: StrayOrigin) => unknown) | undefined
  /** A callback of yours threw, or something failed that no call waited for. Default: a process warning. */
  readonly onError?: ((error: Error) => unknown) | undefined
  /** Every byte that is sent or received: its `direction`, the `bytes`, the `time`. */
  readonly onWire?: ((wire: Wire) => unknown) | undefined
  /** Records all that happens, to be replayed: `...recorder(file)` of `@sockio/recorder` is this option. Default: none. */
  readonly record?: Recording | undefined
}

/** Options of one call. Times are in milliseconds. */
export interface CallOptions {
  /** Limit of this call, everything included; `Infinity` for none. Default: the connection's. */
  readonly timeout?: number | undefined
  /** End of line of this reply. Default: the connection's. */
  readonly eol?: string | Uint8Array | undefined
  /** Gives the reply as text without its end of line. */
  readonly encoding?: Encoding | undefined
  /** How often to send again when cut after writing. Default: the connection's. */
  readonly retries?: number | undefined
  /** Where lines are read: one that begins as a definite IEEE 488.2 block is that, with its header. Default false. */
  readonly blocks?: boolean | undefined
  /** Where a block is read: how those of this instrument differ from the standard, `{ header: true }`. Default: not at all. */
  readonly dialect?: BlockDialect | undefined
}

const encoding = oneOf(...ENCODINGS)
const callback = a('function')

const policy = fields(
  {
    retries: count,
    minDelay: duration,
    maxDelay: duration,
    factor: number(1, Number.POSITIVE_INFINITY, false),
    jitter: either('boolean', number(0, 1, false)),
  },
  'reconnect option',
)
/** Linux takes 32,767 s and 127 probes at most; of more it would keep its own, hours, and nobody would be told. */
const ofKeepAlive = number(0, 32_767_000, false, ' of milliseconds')
const keepAlive = fields({ idle: ofKeepAlive, interval: ofKeepAlive, count: number(1, 127, true) }, 'keepAlive option')
const anObject: Rule = (value, name) => {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${name}: expected true or an object`)
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/
const IPV6 = /^(?=.*:)[0-9a-f:.]{2,45}(?:%[\w.~-]+)?$/i
const anAddress: Rule = (value, name) => {
  if (typeof value === 'string' && (IPV4.test(value) || IPV6.test(value))) return
  throw new TypeError(`${name}: expected an IP address of this host, such as "10.0.0.7", got ${show(value)}`)
}

const redaction: Rule = (value, name) => {
  if (isRegExp(value) || typeof value === 'function') return
  throw new TypeError(`${name}: expected a RegExp or a function, got ${show(value)}`)
}

const recording: Rule = (value, name) => {
  if (typeof value === 'object' && value !== null && 'module' in value && typeof value.module === 'string') return
  throw new TypeError(`${name}: expected what recorder() of @sockio/recorder makes, got ${show(value)}`)
}

/** The rule of `quiet`, of a connection and of a stream. */
export const quietRule: Rule = (value, name) => {
  if (value !== 'reconnect') duration(value, name)
}

const dialectFields = fields(
  {
    header: booleanRule,
    several: booleanRule,
    ending: oneOf('maybe', 'required', 'never'),
  } satisfies Record<keyof BlockDialect, Rule>,
  'field of a dialect',
)

/** The rule of a dialect of blocks, by whatever name it is given. */
export const dialectRule: Rule = (value, name) => {
  dialectFields(value, name)
  const { several, ending = 'required' } = value as BlockDialect
  if (several && ending !== 'required') {
    throw new TypeError(
      `${name}.ending: the end of line shows which of several blocks is the last, got ${show(ending)}`,
    )
  }
}

/** Each option: its rule, and its default, where that is a value. What it means is said at `Options`. */
export const optionTable = {
  eol: { rule: someBytes, default: '\n' },
  encoding: { rule: encoding, default: 'utf8' },
  autoReconnect: { rule: booleanRule, default: true },
  connectionTimeout: { rule: limitRule },
  timeout: { rule: limitRule },
  reconnect: { rule: either('function', policy), default: { retries: 0 } },
  retries: { rule: count, default: 0 },
  pipeline: { rule: atLeastOne, default: 1 },
  resync: { rule: oneOf('reconnect', 'discard'), default: 'reconnect' },
  settle: { rule: duration, default: 0 },
  pacing: { rule: duration, default: 0 },
  writeEol: { rule: someBytes },
  bufferSize: { rule: atLeastOne, default: 1024 * 1024 },
  maxBlock: { rule: atLeastOne, default: 256 * 1024 * 1024 },
  maxQueue: { rule: atLeastOne, default: 10_000 },
  noDelay: { rule: booleanRule, default: true },
  tos: { rule: number(0, 255, true), default: 0x10 },
  keepAlive: { rule: either('boolean', keepAlive), default: { idle: 60_000, interval: 10_000, count: 3 } },
  tls: { rule: either('boolean', anObject) },
  staleInput: { rule: oneOf('discard', 'keep'), default: 'discard' },
  quiet: { rule: quietRule, default: QUIET_MS },
  redact: { rule: redaction },
  localAddress: { rule: anAddress },
  family: { rule: oneOf(4, 6) },
  onConnectionMade: { rule: callback },
  onConnectionLost: { rule: callback },
  onEofReceived: { rule: callback },
  onStateChange: { rule: callback },
  onRetry: { rule: callback },
  onStray: { rule: callback },
  onError: { rule: callback },
  onWire: { rule: callback },
  record: { rule: recording },
} as const satisfies { readonly [K in keyof Options]-?: { readonly rule: Rule; readonly default?: Options[K] } }

const optionRules = Object.fromEntries(Object.entries(optionTable).map(([name, { rule }]) => [name, rule]))

/** The rules of the options of one call, for a driver or a flavour that adds its own. */
export const callOptionRules: Readonly<Record<keyof CallOptions, Rule>> = {
  timeout: limitRule,
  eol: someBytes,
  encoding,
  retries: count,
  blocks: booleanRule,
  dialect: dialectRule,
}

/**
 * Checks the options of a connection. `more`: those that a flavour has besides, and has taken out.
 *
 * @throws {TypeError | RangeError} that names the first wrong or unknown one
 */
export const checkOptions: (options: unknown, more?: readonly string[]) => void = (options, more) =>
  fields(optionRules, 'option', more)(options, 'options')
