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

/** Makes frames of a run, of those between two places in its bytes. */
export type Cut<T> = (from: number, to: number) => T
export type Cutter<T> = (run: Run) => Cut<T>

/** What `subarray` of a Buffer makes its result with, after checks of its arguments that take longer than the making. */
const Slice = Buffer[Symbol.species as never] as new (memory: ArrayBufferLike, from: number, size: number) => Buffer

/** Buffers over the memory of the run. */
export const cutBuffers: Cutter<Buffer> = ({ memory }) => {
  const { buffer, byteOffset } = memory
  return (from, to) => new Slice(buffer, byteOffset + from, to - from)
}

/** Text, each frame without its last `tail` bytes. */
export function cutText(encoding: Encoding, tail: number): Cutter<string> {
  return (run) => {
    const { memory, start } = run
    const all = asBuffer(memory)
    const whole = wholeText(run, all, encoding)
    if (whole === undefined) return (from, to) => all.toString(encoding, from, to - tail)
    return (from, to) => whole.slice(from - start, to - tail - start)
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
