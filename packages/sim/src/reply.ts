/** What a device may answer: lines, bytes, blocks, and replies that take time. */

import { checkFields, checkMs } from './check.ts'
import { isBytes } from './realm.ts'

/** An IEEE 488.2 arbitrary block followed by the end of line; made by `block()`. */
export interface BlockReply {
  readonly kind: 'block'
  readonly bytes: Uint8Array
  readonly indefinite: boolean
}

/** Bytes, mostly without an end of line; made by `raw()`. */
export interface RawReply {
  readonly kind: 'raw'
  readonly bytes: Uint8Array
  /** Whether the end of line follows. */
  readonly ended: boolean
}

/** A reply that comes later; made by `delay()`. */
export interface DelayReply {
  readonly kind: 'delay'
  readonly ms: number
  readonly reply: Reply
}

/** Replies that are sent one after the other; made by `sequence()`. */
export interface SequenceReply {
  readonly kind: 'sequence'
  readonly replies: readonly Reply[]
}

/** Lines without end, or to the end of their source; made by `stream()`. */
export interface StreamReply {
  readonly kind: 'stream'
  readonly source: StreamSource
  readonly period: number
}

/** One item of a stream: a line (the end of line is appended) or bytes as they are. */
export type StreamItem = string | Uint8Array

/** Where a stream takes its items from; the function is called with 0, 1, 2... and ends the stream with undefined. */
export type StreamSource =
  | Iterable<StreamItem>
  | AsyncIterable<StreamItem>
  | ((index: number) => StreamItem | undefined)

/**
 * What a device answers to one request: `undefined` nothing, a string one line (the end of line is appended), an array
 * of strings several lines, a `Uint8Array` its bytes as they are, or what one of the helpers `block`, `raw`, `delay`,
 * `sequence` and `stream` returns.
 */
export type Reply =
  | undefined
  | string
  | readonly string[]
  | Uint8Array
  | BlockReply
  | RawReply
  | DelayReply
  | SequenceReply
  | StreamReply

/** What a handler returns: a reply or a promise of one; nothing at all means no reply. */
// biome-ignore lint/suspicious/noConfusingVoidType: so that handlers may end in a call that returns nothing
export type Answer = Reply | void | Promise<Reply | void>

const KINDS: readonly string[] = ['block', 'raw', 'delay', 'sequence', 'stream']

/** Throws a TypeError where `value` is no reply; `what` begins its message. */
export function checkReply(what: string, value: unknown): asserts value is Reply {
  if (value === undefined || typeof value === 'string' || isBytes(value)) return
  if (Array.isArray(value) && value.every((line) => typeof line === 'string')) return
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  if (typeof kind === 'string' && KINDS.includes(kind)) return
  const shown = Array.isArray(value) ? 'an array of other things than strings' : `a value of type ${typeof value}`
  throw new TypeError(`${what} must be a reply (undefined, string, string[], Uint8Array or a helper's), not ${shown}`)
}

/**
 * An IEEE 488.2 arbitrary block: definite (`#<d><d digits><payload>`, the default) or indefinite (`#0<payload>`), each
 * followed by the end of line.
 *
 * @throws {TypeError} if `bytes` is no Uint8Array, or on an unknown option
 * @example
 * await simulate({ 'CURV?': block(Uint8Array.of(1, 2, 3)) }) // answers "#13" 01 02 03 "\n"
 */
export function block(bytes: Uint8Array, options: { readonly indefinite?: boolean | undefined } = {}): BlockReply {
  if (!isBytes(bytes)) throw new TypeError('bytes must be a Uint8Array')
  checkFields('options', options, { indefinite: () => undefined })
  return { kind: 'block', bytes, indefinite: options.indefinite === true }
}

/**
 * Text or bytes without an end of line: half a reply, a prompt, an end of line of its own.
 *
 * @throws {TypeError} if it is neither a string nor a Uint8Array
 */
export function raw(content: string | Uint8Array): RawReply {
  if (typeof content === 'string') return { kind: 'raw', bytes: Buffer.from(content), ended: false }
  if (!isBytes(content)) throw new TypeError('content must be a string or a Uint8Array')
  return { kind: 'raw', bytes: content, ended: false }
}

/**
 * A reply that is sent `ms` milliseconds after its turn came; the replies to later requests of that client wait for it.
 *
 * @throws {TypeError | RangeError} if `ms` is no number, negative or longer than a timer can wait
 * @example
 * await simulate({ 'SLOW?': delay(50, 'at last') })
 */
export function delay(ms: number, reply: Reply): DelayReply {
  checkMs('ms', ms)
  checkReply('reply', reply)
  return { kind: 'delay', ms, reply }
}

/**
 * Replies that are sent one after the other, each by a write of its own.
 *
 * @throws {TypeError} if one of them is no reply
 * @example
 * sequence(raw('half a li'), delay(20, 'ne')) // "half a li", and 20 ms later "ne\n"
 */
export function sequence(...replies: readonly Reply[]): SequenceReply {
  for (const [index, reply] of replies.entries()) checkReply(`replies[${index}]`, reply)
  return { kind: 'sequence', replies }
}

/**
 * Lines that are sent one by one until the source ends, the client leaves, or the device calls `session.stopStream()`.
 * A client has one stream at a time: the next replaces it. Requests are answered meanwhile, between two lines. A client
 * that does not read holds its stream up, so that nothing piles up.
 *
 * @param source an iterable, an async iterable, or a function of the index 0, 1, 2...; a generator can be used once only
 * @param options `period`: ms from one line to the next, default 0: as fast as the client takes them
 * @throws {TypeError | RangeError} if the source is none of these, or on a bad period or an unknown option
 * @example
 * await simulate({ START: stream((index) => `${index}`, { period: 10 }) })
 */
export function stream(source: StreamSource, options: { readonly period?: number | undefined } = {}): StreamReply {
  const iterable =
    typeof source === 'object' && source !== null && (Symbol.iterator in source || Symbol.asyncIterator in source)
  if (typeof source !== 'function' && !iterable) throw new TypeError('source must be an iterable or a function')
  checkFields('options', options, { period: checkMs })
  return { kind: 'stream', source, period: options.period ?? 0 }
}
