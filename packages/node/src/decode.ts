/** From the engine's bytes to what callers get: Buffers, or text without its end of line. */
import { Buffer, isAscii } from 'node:buffer'
import { type Decoder, type Encoding, type Exchange, inPlace, type Run } from '@sockio/core'
import type { Decode } from './call.ts'

const CR = 13
const EMPTY = new Uint8Array(0)
/** Of frames that are no lines: nothing is taken off. */
export const NO_LINE_END: LineEnd = { eol: EMPTY, cr: EMPTY }

/** One frame, as its caller wants it. */
export type FrameDecode<T> = (frame: Uint8Array) => T

/** A Buffer over the same memory; of no bytes, one of its own, since its user may transfer it, and others are given none as well. */
export function asBuffer(frame: Uint8Array): Buffer {
  if (Buffer.isBuffer(frame)) return frame
  return frame.length === 0 ? Buffer.alloc(0) : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
}

/**
 * What text loses at the end of a line: the end of line, and in front of it a carriage return, where nobody has said
 * what an end of line is: many instruments send CR LF. `cr` is empty where somebody has, which is exact.
 */
export interface LineEnd {
  readonly eol: Uint8Array
  readonly cr: Uint8Array
}

/** Where the text of a line in `bytes` ends that ends itself at `to` and is not longer than from `from` on. */
function chomped(bytes: Uint8Array, from: number, to: number, end: Uint8Array): number {
  const at = to - end.length
  if (at < from) return to
  for (let i = 0; i < end.length; i++) if (bytes[at + i] !== end[i]) return to
  return at
}

/** Where the text of the line ends that lies there in `bytes`; its end of line may be missing. */
function endOfText(bytes: Uint8Array, { eol, cr }: LineEnd, from = 0, to = bytes.length): number {
  const end = chomped(bytes, from, to, eol)
  return end < to ? chomped(bytes, from, end, cr) : end
}

/** Text without the end of line, where it is there. */
export function asText(encoding: Encoding, lineEnd: LineEnd): FrameDecode<string> {
  const named = encoding === 'utf8' ? undefined : encoding // Node's default, for which it looks up no name
  return (frame) => asBuffer(frame).toString(named, 0, endOfText(frame, lineEnd))
}

/** What `subarray` of a Buffer makes its result with, after checks of its arguments that take longer than the making. */
const Slice = Buffer[Symbol.species as never] as new (memory: ArrayBufferLike, from: number, size: number) => Buffer

/** Bytes without the end of line, where it is there. */
export function withoutEnd(lineEnd: LineEnd): FrameDecode<Buffer> {
  return (frame) => new Slice(frame.buffer, frame.byteOffset, endOfText(frame, lineEnd))
}

/** Makes frames of one run, each of what lies between two places in its memory. Classes: V8 calls them faster than closures. */
export interface Cut<T> {
  /** Undefined for one that is spoilt. */
  frame(from: number, to: number): T | undefined
}

/** Is told of a frame that has no value, and why. */
export type Spoilt = (frame: Uint8Array, thrown: unknown) => void

export type Cutter<T> = (run: Run, spoilt: Spoilt) => Cut<T>

/** Buffers over the memory of the run. */
class BufferCut implements Cut<Buffer> {
  readonly #memory: ArrayBufferLike
  readonly #offset: number

  constructor({ buffer, byteOffset }: Uint8Array) {
    this.#memory = buffer
    this.#offset = byteOffset
  }

  frame(from: number, to: number): Buffer {
    return new Slice(this.#memory, this.#offset + from, to - from)
  }
}

/** A line of a text, without the carriage return that may be at its end. */
function withoutReturn(text: string, begin: number, end: number): string {
  return text.slice(begin, end > begin && text.charCodeAt(end - 1) === CR ? end - 1 : end)
}

/** Parts of the text of the whole run. Whether there is a carriage return in it is asked once: that is a search by the byte, which costs nothing. */
class TextCut implements Cut<string> {
  readonly #text: string
  readonly #start: number
  readonly #end: number
  readonly #cr: boolean

  constructor(text: string, start: number, { eol, cr }: LineEnd) {
    this.#text = text
    this.#start = start
    this.#end = start + eol.length
    this.#cr = cr.length > 0 && text.includes('\r')
  }

  frame(from: number, to: number): string {
    const begin = from - this.#start
    const end = to - this.#end
    return this.#cr ? withoutReturn(this.#text, begin, end) : this.#text.slice(begin, end)
  }
}

/** Frame by frame, where a character may be several bytes. */
class DecodingCut implements Cut<string> {
  readonly #memory: Buffer
  readonly #encoding: Encoding
  readonly #lineEnd: LineEnd

  constructor(memory: Buffer, encoding: Encoding, lineEnd: LineEnd) {
    this.#memory = memory
    this.#encoding = encoding
    this.#lineEnd = lineEnd
  }

  frame(from: number, to: number): string {
    const end = endOfText(this.#memory, this.#lineEnd, from, to)
    return this.#memory.toString(this.#encoding, from, end)
  }
}

/** The value of a frame of a stream: undefined is what streams give when there is nothing. */
export function item<T>(decoder: Decoder<T>, frame: Uint8Array): T {
  const value = decoder.decode(frame)
  if (value === undefined) throw new TypeError('it gave undefined, which is no item of a stream')
  return value
}

/** What a decoder makes of each line, without its end. */
class ValueCut<T> implements Cut<T> {
  readonly #memory: Buffer
  readonly #decoder: Decoder<T>
  readonly #lineEnd: LineEnd
  readonly #spoilt: Spoilt

  constructor(memory: Buffer, decoder: Decoder<T>, lineEnd: LineEnd, spoilt: Spoilt) {
    this.#memory = memory
    this.#decoder = decoder
    this.#lineEnd = lineEnd
    this.#spoilt = spoilt
  }

  frame(from: number, to: number): T | undefined {
    const memory = this.#memory
    const end = endOfText(memory, this.#lineEnd, from, to)
    const frame = new Slice(memory.buffer, memory.byteOffset + from, end - from)
    try {
      return item(this.#decoder, frame)
    } catch (thrown) {
      this.#spoilt(frame, thrown)
      return undefined
    }
  }
}

/** Values, one of each line. */
export function cutValues<T>(decoder: Decoder<T>, lineEnd: LineEnd): Cutter<T> {
  return ({ memory }, spoilt) => new ValueCut(asBuffer(memory), decoder, lineEnd, spoilt)
}

const cutBuffers: Cutter<Buffer> = ({ memory }) => new BufferCut(memory)

/** Text, each frame without its end of line. */
function cutText(encoding: Encoding, lineEnd: LineEnd): Cutter<string> {
  return (run) => {
    const memory = asBuffer(run.memory)
    const text = run.loose ? undefined : wholeText(run, memory, encoding)
    return text === undefined ? new DecodingCut(memory, encoding, lineEnd) : new TextCut(text, run.start, lineEnd)
  }
}

/** Buffers with their end; or text, where there is an encoding. */
export function cutFrames(encoding: Encoding | undefined, lineEnd: LineEnd): Cutter<Buffer | string> {
  return encoding === undefined ? cutBuffers : cutText(encoding, lineEnd)
}

/** The text of a whole run, where each byte is one character: then what holds for its bytes holds for its text. */
function wholeText({ start, ends, text }: Run, all: Buffer, encoding: Encoding): string | undefined {
  const end = ends.at(-1) ?? start
  if (text !== undefined && encoding !== 'utf16le' && isAscii(all.subarray(start, end))) return text
  const decoded = all.toString(encoding, start, end)
  return decoded.length === end - start ? decoded : undefined
}

/** The only reply of an exchange. */
export function single<T>(decode: FrameDecode<T>): Decode<T> {
  return (exchange: Exchange) => decode(exchange.reply ?? exchange.replies?.[0] ?? EMPTY)
}

/** What a decoder makes of the only reply, of which `part` is for it. */
export function decoded<T>(decoder: Decoder<T>, part: FrameDecode<Uint8Array>): Decode<T> {
  return (exchange: Exchange) => {
    const frame = part(exchange.reply ?? EMPTY)
    exchange.reply = frame // what the error shows when it throws
    return decoder[inPlace] === undefined ? decoder.decode(frame) : decoder[inPlace](frame)
  }
}

/** All replies of an exchange, in order. */
export function several<T>(decode: FrameDecode<T>): Decode<T[]> {
  return (exchange: Exchange) => {
    if (exchange.replies !== undefined) return exchange.replies.map(decode)
    return exchange.reply === undefined ? [] : [decode(exchange.reply)]
  }
}

/** Nothing: the exchange only writes. */
export const nothing: Decode<void> = () => undefined
export const oneBuffer: Decode<Buffer> = single(asBuffer)
export const manyBuffers: Decode<Buffer[]> = several(asBuffer)
