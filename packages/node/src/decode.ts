/** From the engine's bytes to what callers get: Buffers, or text without its end of line. */
import { isAscii } from 'node:buffer'
import type { Encoding, Exchange, Run } from '@sockio/core'
import type { Decode } from './call.ts'

/** One frame, as its caller wants it. */
export type FrameDecode<T> = (frame: Uint8Array) => T

/** A Buffer over the same memory. */
export function asBuffer(frame: Uint8Array): Buffer {
  return Buffer.isBuffer(frame) ? frame : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
}

/** Text without the end of line, where it is there. */
export function asText(encoding: Encoding, eol: Uint8Array): FrameDecode<string> {
  return (frame) => {
    const bytes = asBuffer(frame)
    const end = bytes.length - eol.length
    for (let i = 0; i < eol.length; i++) if (bytes[end + i] !== eol[i]) return bytes.toString(encoding)
    return bytes.toString(encoding, 0, end)
  }
}

/** Makes frames of one run, each of what lies between two places in its memory. Classes: V8 calls them faster than closures. */
export interface Cut<T> {
  frame(from: number, to: number): T
}
export type Cutter<T> = (run: Run) => Cut<T>

/** What `subarray` of a Buffer makes its result with, after checks of its arguments that take longer than the making. */
const Slice = Buffer[Symbol.species as never] as new (memory: ArrayBufferLike, from: number, size: number) => Buffer

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

/** Parts of the text of the whole run. */
class TextCut implements Cut<string> {
  readonly #text: string
  readonly #start: number
  readonly #end: number

  constructor(text: string, start: number, tail: number) {
    this.#text = text
    this.#start = start
    this.#end = start + tail
  }

  frame(from: number, to: number): string {
    return this.#text.slice(from - this.#start, to - this.#end)
  }
}

/** Frame by frame, where a character may be several bytes. */
class DecodingCut implements Cut<string> {
  readonly #memory: Buffer
  readonly #encoding: Encoding
  readonly #tail: number

  constructor(memory: Buffer, encoding: Encoding, tail: number) {
    this.#memory = memory
    this.#encoding = encoding
    this.#tail = tail
  }

  frame(from: number, to: number): string {
    return this.#memory.toString(this.#encoding, from, to - this.#tail)
  }
}

export const cutBuffers: Cutter<Buffer> = ({ memory }) => new BufferCut(memory)

/** Text, each frame without its last `tail` bytes. */
export function cutText(encoding: Encoding, tail: number): Cutter<string> {
  return (run) => {
    const memory = asBuffer(run.memory)
    const text = wholeText(run, memory, encoding)
    return text === undefined ? new DecodingCut(memory, encoding, tail) : new TextCut(text, run.start, tail)
  }
}

/** The text of a whole run, where each byte is one character: then what holds for its bytes holds for its text. */
function wholeText({ start, ends, text }: Run, all: Buffer, encoding: Encoding): string | undefined {
  const end = ends.at(-1) ?? start
  if (text !== undefined && encoding !== 'utf16le' && isAscii(all.subarray(start, end))) return text
  const decoded = all.toString(encoding, start, end)
  return decoded.length === end - start ? decoded : undefined
}

const EMPTY = new Uint8Array(0)

/** The only reply of an exchange. */
export function single<T>(decode: FrameDecode<T>): Decode<T> {
  return (exchange: Exchange) => decode(exchange.reply ?? exchange.replies?.[0] ?? EMPTY)
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
