/** From the engine's bytes to what callers get: Buffers, or text without its end of line. */
import type { Encoding, Exchange } from '@sockio/core'
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
