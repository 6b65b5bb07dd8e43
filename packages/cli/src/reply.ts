/** A reply taken apart: a line of text, or a block of bytes; and how each is shown. */
import { type Encoding, isBlock } from '@sockio/core'
import { isText, readable } from './readable.ts'

export interface Reply {
  readonly kind: 'line' | 'block'
  /** The line without its end, or the payload of the block. */
  readonly bytes: Buffer
}

const HASH_ZERO = Buffer.from('#0')
const CONTROL = /[\p{Cc}\ufffd]/u

/** A line without its end: that of `eol`, which is exact; or, where none was named, LF, and of text CR LF. */
export function chomped(line: Buffer, eol: string | undefined, encoding: Encoding): Buffer {
  const without = (bytes: Buffer, end: string) => {
    const from = bytes.length - Buffer.byteLength(end, encoding)
    return from >= 0 && bytes.subarray(from).equals(Buffer.from(end, encoding)) ? bytes.subarray(0, from) : bytes
  }
  const text = without(line, eol ?? '\n')
  const ended = text.length < line.length
  return eol === undefined && ended && isText(text, encoding) ? without(text, '\r') : text
}

/** Reads a frame as the call option `blocks` gives it; `eol` as `chomped` takes it. */
export function replyOf(frame: Buffer, eol: string | undefined, encoding: Encoding): Reply {
  if (isBlock(frame)) return { kind: 'block', bytes: frame.subarray(2 + Number(frame.toString('latin1', 1, 2))) }
  // An indefinite block looks like a line; and so does the text "#01", which simple instruments say.
  const exact = chomped(frame, eol ?? '\n', encoding)
  const line = chomped(frame, eol, encoding)
  const indefinite = line.subarray(0, 2).equals(HASH_ZERO) && CONTROL.test(line.toString('utf8'))
  return indefinite ? { kind: 'block', bytes: exact.subarray(2) } : { kind: 'line', bytes: line }
}

const SHOWN = 8

/** What a block holds, in a few words: `block of 1,000 bytes: 80 86 8c 93 99 9f a5 ab ...`. */
export function summary(payload: Buffer): string {
  const size = `block of ${payload.length.toLocaleString('en')} ${payload.length === 1 ? 'byte' : 'bytes'}`
  if (payload.length === 0) return size
  const bytes = payload.toString('hex', 0, SHOWN).replace(/..(?=.)/g, '$& ')
  return `${size}: ${bytes}${payload.length > SHOWN ? ' ...' : ''}`
}

/** What came unasked, shown as a reply is. */
export function stray(bytes: Uint8Array, eol: string | undefined, encoding: Encoding): string {
  return shown(replyOf(Buffer.from(bytes), eol, encoding), encoding)
}

/** In one line, safe to print. */
export function shown(reply: Reply, encoding: Encoding): string {
  return reply.kind === 'block' ? summary(reply.bytes) : readable(reply.bytes, encoding)
}

/** As a field of JSON: text as text, everything else in base64. */
export function asJson({ kind, bytes }: Reply, encoding: Encoding): Readonly<Record<string, string>> {
  if (kind === 'block') return { block: bytes.toString('base64') }
  return isText(bytes, encoding) ? { reply: bytes.toString(encoding) } : { base64: bytes.toString('base64') }
}
