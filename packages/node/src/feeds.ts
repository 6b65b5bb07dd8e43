/** Makes feeds out of the arguments of `lines()` and `blocks()`; all are checked before any I/O. */
import { AsyncResource } from 'node:async_hooks'
import {
  booleanRule,
  type Decoder,
  type Encoding,
  type Framing,
  fields,
  isRegExp,
  limitRule,
  line,
  number,
  type Overflow,
  oneOf,
  pieceOfText,
  quietRule,
  type Rule,
  StreamState,
  show,
  someBytes,
  until,
} from '@sockio/core'
import { asBuffer, asText, type Cutter, cutFrames, cutValues, type LineEnd, NO_LINE_END } from './decode.ts'
import { Feed, type FeedSource } from './feed.ts'
import { findingAll } from './finding-all.ts'
import { asks, withEnd } from './one-line.ts'
import { decoderRule, encode, encodingRule, lineEnd, noDecoderRule, type Resolved, signalRule } from './options.ts'
import type { Consulting } from './turns.ts'

/** Options of `blocks()`. Times in milliseconds. */
export interface BlocksOptions {
  /** Gives text. */
  readonly encoding?: Encoding | undefined
  /** Longest wait for one frame, then `TimeoutError`. Default none: the connection's `timeout` is for calls. */
  readonly timeout?: number | undefined
  /** Ends the stream with an `AbortError`. */
  readonly signal?: AbortSignal | undefined
  /** Across a loss, reconnect by the policy, run the hook and go on. Default false. */
  readonly reconnect?: boolean | undefined
  /** What a slow consumer causes. Default `'pause'`: back-pressure at the socket. */
  readonly overflow?: Overflow | undefined
  /**
   * Sent when the stream begins, on each connection after the hook: what makes the instrument send. Text gets its end of
   * line (`writeEol`) where it is missing; bytes go as they are. Default none.
   */
  readonly start?: string | Uint8Array | undefined
  /**
   * Sent when the stream is left in the middle, be it by its consumer, its signal or its `timeout`: what makes the
   * instrument stop. End of line as with `start`. What comes then is set aside (`onStray`), and whoever asks or reads
   * next waits, within its own timeout, until nothing has come for `quiet` ms. One that ends in `?` is answered: with
   * `match`, the first line that doesn't match is its reply, and that is the end; without, a reply can't be told from a
   * line, so it is waited for first, and then for the silence. Default none: see `quiet`. `close()` does not send it.
   */
  readonly stop?: string | Uint8Array | undefined
  /** Ms without a byte that end what the stream may still send once it was left. Default: the connection's `quiet`, where it is explained. */
  readonly quiet?: number | 'reconnect' | undefined
}

/** Options of `lines()`. */
export interface LinesOptions extends BlocksOptions {
  /** End of line. Default: the connection's. */
  readonly eol?: string | Uint8Array | undefined
  /**
   * Only lines that match are the stream's; the others are left to requests, which may then run beside it. A string
   * is what the line begins with; a function sees the line with its end of line, and must not throw. Lines in front of
   * a block are told from it, so none of the stream's may begin with `#`; who reads bytes of another kind beside it
   * (`readExactly`...) gets them as they come.
   */
  readonly match?: RegExp | string | ((line: Buffer) => boolean) | undefined
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
   * What a line means. It is given the line without its end, and must not give undefined. When it throws, the stream ends
   * with a `DecodeError`; the lines behind that one stay in the buffer.
   */
  readonly as: Decoder<T>
}

/** Options of a stream of blocks that gives bytes. */
export interface ByteBlocksOptions extends Omit<BlocksOptions, 'encoding'> {
  readonly encoding?: undefined
}

/** Options of a stream of blocks that gives text. */
export interface TextBlocksOptions extends BlocksOptions {
  readonly encoding: Encoding
}

const matchRule: Rule = (value, name) => {
  if (isRegExp(value) || typeof value === 'function' || (typeof value === 'string' && value !== '')) return
  throw new TypeError(`${name}: expected a RegExp, a non-empty string or a function, got ${show(value)}`)
}

const blockRules: Readonly<Record<keyof BlocksOptions, Rule>> = {
  encoding: encodingRule,
  timeout: limitRule,
  signal: signalRule,
  reconnect: booleanRule,
  overflow: oneOf('pause', 'dropOldest', 'latest', 'error'),
  start: someBytes,
  stop: someBytes,
  quiet: quietRule,
}
const checkBlocks = fields({ ...blockRules, as: noDecoderRule }, 'option')
const checkLines = fields({ ...blockRules, eol: someBytes, match: matchRule, as: decoderRule }, 'option')
const sizeRule = number(1, Number.MAX_SAFE_INTEGER, true)

/** Options of lines that may be values. */
interface AnyLinesOptions extends LinesOptions {
  readonly as?: Decoder<unknown> | undefined
}

export class Feeds {
  readonly #resolved: Resolved
  readonly #source: FeedSource
  readonly #consulting: Consulting

  constructor(resolved: Resolved, source: FeedSource, consulting: Consulting) {
    this.#resolved = resolved
    this.#source = source
    this.#consulting = consulting
  }

  lines<T>(options: DecodedLinesOptions<T>): Feed<T>
  lines(options: TextLinesOptions): Feed<string>
  lines(options?: LinesOptions): Feed<Buffer | string>
  lines(options: AnyLinesOptions = {}): Feed<unknown> {
    checkLines(options, 'options')
    const { as, ...others } = options
    const encoding = options.encoding ?? this.#resolved.encoding
    const end = this.lineEnd(options)
    const match = this.#matcher(options.match, asText(encoding, end))
    const framing = findingAll(line(end.eol), end.eol)
    if (as !== undefined) return this.#feed(framing, cutValues(as, end), others, match)
    return this.#feed(framing, cutFrames(options.encoding, end), others, match)
  }

  /** What the lines of such a stream end with. */
  lineEnd({ eol, encoding = this.#resolved.encoding }: LinesOptions): LineEnd {
    return lineEnd(this.#resolved, eol, encoding)
  }

  blocks(limit: number | string | Uint8Array, options: BlocksOptions = {}): Feed<Buffer | string> {
    checkBlocks(options, 'options')
    const encoding = options.encoding ?? this.#resolved.encoding
    const cutter = cutFrames(options.encoding, NO_LINE_END)
    if (typeof limit === 'number') {
      sizeRule(limit, 'size')
      return this.#feed(pieceOfText(options.encoding, limit), cutter, options)
    }
    someBytes(limit, 'separator')
    const separator = encode(limit, encoding)
    return this.#feed(findingAll(until(separator), separator), cutter, options)
  }

  #feed<T>(
    framing: Framing,
    cutter: Cutter<T>,
    { encoding = this.#resolved.encoding, signal, ...options }: BlocksOptions,
    match?: (frame: Uint8Array) => boolean,
  ): Feed<T> {
    const { overflow, reconnect, timeout, quiet } = options
    const { allocate } = this.#resolved.settings
    const stop = this.#command(options.stop, encoding)
    const stopAsks = stop !== undefined && asks(stop, encoding)
    const stream = new StreamState({ overflow, reconnect, timeout, match, stop, stopAsks, quiet, allocate })
    const request = this.#command(options.start, encoding)
    return new Feed({ request, framing, stream }, cutter, this.#source, signal)
  }

  #command(data: string | Uint8Array | undefined, encoding: Encoding): Buffer | undefined {
    if (data === undefined) return undefined
    const bytes = encode(data, encoding)
    return typeof data === 'string' ? withEnd(bytes, this.#resolved.settings.writeEol) : bytes
  }

  /** A user's function runs inside a turn: what it throws is reported, and the line is no match. */
  #matcher(
    match: LinesOptions['match'],
    text: (frame: Uint8Array) => string,
  ): ((frame: Uint8Array) => boolean) | undefined {
    if (match === undefined) return undefined
    if (typeof match === 'string') return (frame) => text(frame).startsWith(match)
    if (typeof match !== 'function') return (frame) => text(frame).search(match) >= 0 // unlike test(), keeps no lastIndex
    const context = new AsyncResource('SOCKIO') // it is asked in the middle of some other caller's turn
    return (frame) => this.#consulting.consult(() => context.runInAsyncScope(match, undefined, asBuffer(frame)), false)
  }
}
