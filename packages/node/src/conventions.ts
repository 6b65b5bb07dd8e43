/** How requests are written and replies are read: ends of line, encodings, framings. Once for a connection, since none of it depends on who asks. */
import { Buffer, isAscii } from 'node:buffer'
import {
  block,
  type Encoding,
  type Framing as EngineFraming,
  exactlyText,
  idle,
  isBlock,
  line,
  lineOrBlock,
  show,
  someBytes,
  someText,
  until,
} from '@sockio/core'
import { checkCount, type Data } from './data.ts'
import { asBuffer, asText, type FrameDecode, withoutEnd } from './decode.ts'
import { type Framing, fromModule, guarded, isOwn } from './framing.ts'
import { oneLine, oneLineOfText, terminated } from './one-line.ts'
import { type CallOptions, encode, lineEnd, type ReadOptions, type Resolved } from './options.ts'
import { encodedIn } from './redactor.ts'
import { utf8 } from './utf8.ts'

/** The conventions of one connection, as far as a call does not say otherwise. */
export class Conventions {
  readonly resolved: Resolved
  /** The end of line of requests where it is the same in text and in bytes of UTF-8: it is appended before these are made. */
  readonly #asciiEnd: string | undefined

  constructor(resolved: Resolved) {
    this.resolved = resolved
    const { writeEol } = resolved.settings
    this.#asciiEnd = isAscii(writeEol) ? asBuffer(writeEol).toString('latin1') : undefined
  }

  // ---- requests

  encoding(options: CallOptions | undefined): Encoding {
    return options?.encoding ?? this.resolved.encoding
  }

  bytes(data: Data, options: CallOptions | undefined): Buffer {
    return this.#known(encode(data, this.encoding(options)), options)
  }

  /** What a call has encoded in its own way can be redacted. */
  #known(request: Buffer, options: CallOptions | undefined): Buffer {
    if (!this.resolved.redacts) return request
    const encoding = this.encoding(options)
    return encoding === this.resolved.encoding ? request : encodedIn(request, encoding)
  }

  /** A line of text, with its end appended when missing. */
  terminated(text: string, options: CallOptions | undefined, verb: 'query' | 'command'): Buffer {
    if (typeof text !== 'string') throw new TypeError(`text: expected a string, got ${show(text)}`)
    const encoding = this.encoding(options)
    const end = this.#asciiEnd
    if (encoding === 'utf8' && end !== undefined) return utf8(text, oneLineOfText(text, end, verb) ? '' : end)
    const ended = terminated(encode(text, encoding), this.resolved.settings.writeEol, encoding, verb)
    return this.#known(ended, options)
  }

  /** In one piece, with nothing between. */
  joined(lines: readonly Data[], options: CallOptions | undefined): Buffer {
    const encoding = this.encoding(options)
    if (lines.every((data) => typeof data === 'string')) return this.#known(encode(lines.join(''), encoding), options)
    return this.#known(Buffer.concat(lines.map((data) => encode(data, encoding))), options)
  }

  /** In one piece, each with its end of line, which a text may have already. */
  ended(lines: readonly Data[]): Buffer {
    const { encoding, settings } = this.resolved
    const { writeEol } = settings
    const end = this.#asciiEnd
    if (encoding === 'utf8' && end !== undefined && lines.every((line) => typeof line === 'string')) {
      let text = ''
      for (const line of lines) text += oneLineOfText(line, end, 'command') ? line : line + end
      return utf8(text)
    }
    const parts: Uint8Array[] = []
    for (const line of lines) {
      const bytes = this.bytes(line, undefined)
      parts.push(bytes)
      if (typeof line !== 'string' || !oneLine(bytes, writeEol, encoding, 'command')) parts.push(writeEol)
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  }

  // ---- where replies end

  line(options: CallOptions | undefined): EngineFraming {
    if (options?.blocks) return lineOrBlock(this.#eol(options), this.resolved.maxBlock)
    return options?.eol === undefined ? this.resolved.lines.framing : line(this.#eol(options))
  }

  block(options: CallOptions | undefined, dialect = options?.dialect): EngineFraming {
    return block(this.#eol(options), this.resolved.maxBlock, dialect)
  }

  /** Undefined for a frame of no bytes. */
  framing(framing: Framing, options: ReadOptions | undefined): EngineFraming | undefined {
    if (isOwn(framing)) return guarded(framing, this.resolved)
    if ('line' in framing) return this.line(options)
    if ('idle' in framing) return idle(framing.idle)
    if ('block' in framing) return this.block(options, framing.block === true ? undefined : framing.block)
    if ('module' in framing) return guarded(fromModule(framing.module), this.resolved)
    if ('until' in framing) {
      someBytes(framing.until, 'framing.until')
      return until(this.bytes(framing.until, options))
    }
    const exact = 'exactly' in framing
    const n = exact ? framing.exactly : framing.some
    const text = options?.as === undefined ? options?.encoding : undefined // values are made of bytes, wherever they end
    if (n === true) return someText(text)
    checkCount(n, exact ? 'framing.exactly' : 'framing.some')
    if (n === 0) return undefined
    return exact ? exactlyText(text, n) : someText(text, n)
  }

  // ---- what callers get

  /** Bytes with their end, or text: of lines (`trim`) without. */
  frames(options: CallOptions | undefined, trim: boolean): FrameDecode<Buffer | string> {
    const encoding = options?.encoding
    if (encoding === undefined) return asBuffer
    return trim ? this.text(encoding, options) : (frame) => asBuffer(frame).toString(encoding)
  }

  /** Lines without their end. A block has none: what looks like one is its last byte. */
  text(encoding: Encoding, options: CallOptions | undefined): FrameDecode<string> {
    const text = asText(encoding, lineEnd(this.resolved, options?.eol, encoding))
    if (!options?.blocks) return text
    return (frame) => (isBlock(frame) ? asBuffer(frame).toString(encoding) : text(frame))
  }

  /** Bytes of lines without their end, as `text`. */
  bare(options: CallOptions | undefined): FrameDecode<Buffer> {
    if (options?.eol === undefined && !options?.blocks) return this.resolved.lines.bare
    const bare = withoutEnd(lineEnd(this.resolved, options.eol, this.encoding(options)))
    if (!options.blocks) return bare
    return (frame) => (isBlock(frame) ? asBuffer(frame) : bare(frame))
  }

  #eol(options: CallOptions | undefined): Uint8Array {
    return lineEnd(this.resolved, options?.eol, this.encoding(options)).eol
  }
}
