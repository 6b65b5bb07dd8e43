/** The operations: checks the arguments of each and makes the call; every flavour wraps these and nothing else. */
import {
  block,
  type Encoding,
  type Framing as EngineFraming,
  type ExchangeOptions,
  exactlyText,
  isBlock,
  isBytes,
  line,
  lineOrBlock,
  type Session,
  show,
  someBytes,
  someText,
  until,
} from '@sockio/core'
import { Call, type Decode, Opening } from './call.ts'
import { asBuffer, asText, type FrameDecode, manyBuffers, nothing, oneBuffer, several, single } from './decode.ts'
import { checkFraming, type Framing, fromModule, guarded, isOwn } from './framing.ts'
import { terminated } from './one-line.ts'
import { type CallOptions, checkCallOptions, encode, lineEnd, type Resolved } from './options.ts'

/** What is written: text in the connection's (or the call's) encoding, or bytes as they are. */
export type Data = string | Uint8Array

function checkData(value: unknown, name: string): void {
  if (typeof value === 'string' || isBytes(value)) return
  throw new TypeError(`${name}: expected a string or a Uint8Array, got ${show(value)}`)
}

function checkCount(value: unknown, name: string): void {
  if (typeof value !== 'number') throw new TypeError(`${name}: expected an integer, got ${show(value)}`)
  if (!Number.isInteger(value) || value < 0)
    throw new RangeError(`${name}: expected an integer of at least 0, got ${value}`)
}

function checkLines(value: unknown): asserts value is readonly Data[] {
  if (!Array.isArray(value)) throw new TypeError(`lines: expected an array, got ${show(value)}`)
  value.forEach((item, i) => {
    checkData(item, `lines[${i}]`)
  })
}

/** Makes the calls of one connection, or of one session of it. Arguments are checked here, before any I/O. */
export class Operations {
  readonly #resolved: Resolved
  readonly #session: Session | undefined
  readonly #oneText: Decode<string>

  constructor(resolved: Resolved, session?: Session) {
    this.#resolved = resolved
    this.#session = session
    this.#oneText = single(asText(resolved.encoding, resolved.lineEnd))
  }

  /** Connects, or joins an attempt under way. */
  open(options?: CallOptions): Call<void> {
    checkCallOptions(options)
    return new Opening(this.#exchange(undefined, undefined, 1, options), nothing, options?.signal)
  }

  /** At least one byte, at most `n`; without `n` all that is there. As text, whole characters, and one at least. */
  read(n: number | undefined, options?: CallOptions): Call<Buffer | string> {
    if (n !== undefined) checkCount(n, 'n')
    return this.#one(undefined, n === 0 ? undefined : someText(options?.encoding, n), options, false)
  }

  readLine(options?: CallOptions): Call<Buffer | string> {
    return this.#one(undefined, this.#line(options), options)
  }

  readLines(n: number, options?: CallOptions): Call<(Buffer | string)[]> {
    checkCount(n, 'n')
    return this.#many(undefined, this.#line(options), n, options)
  }

  readExactly(n: number, options?: CallOptions): Call<Buffer | string> {
    checkCount(n, 'n')
    return this.#one(undefined, n === 0 ? undefined : exactlyText(options?.encoding, n), options, false)
  }

  /** Up to and with `separator`. */
  readUntil(separator: Data, options?: CallOptions): Call<Buffer | string> {
    someBytes(separator, 'separator')
    return this.#one(undefined, until(encode(separator, this.#encoding(options))), options, false)
  }

  /** The payload of an IEEE 488.2 block. */
  readBlock(options?: CallOptions): Call<Buffer | string> {
    return this.#one(undefined, this.#block(options), options, false)
  }

  write(data: Data, options?: CallOptions): Call<void> {
    checkData(data, 'data')
    return this.#writing(encode(data, this.#encoding(options)), options)
  }

  /** All of them, in one piece. */
  writeLines(lines: readonly Data[], options?: CallOptions): Call<void> {
    checkLines(lines)
    return this.#writing(this.#joined(lines, options), options)
  }

  writeRead(data: Data, n: number | undefined, options?: CallOptions): Call<Buffer | string> {
    checkData(data, 'data')
    if (n !== undefined) checkCount(n, 'n')
    const request = encode(data, this.#encoding(options))
    return this.#one(request, n === 0 ? undefined : someText(options?.encoding, n), options, false)
  }

  writeReadLine(data: Data, options?: CallOptions): Call<Buffer | string> {
    checkData(data, 'data')
    return this.#one(encode(data, this.#encoding(options)), this.#line(options), options)
  }

  writeReadLines(data: Data, n: number, options?: CallOptions): Call<(Buffer | string)[]> {
    checkData(data, 'data')
    checkCount(n, 'n')
    return this.#many(encode(data, this.#encoding(options)), this.#line(options), n, options)
  }

  /** Without `n`, as many replies as lines. */
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: CallOptions): Call<(Buffer | string)[]> {
    checkLines(lines)
    if (n !== undefined) checkCount(n, 'n')
    const request = lines.length === 0 ? undefined : this.#joined(lines, options)
    return this.#many(request, this.#line(options), n ?? lines.length, options)
  }

  writeReadBlock(data: Data, options?: CallOptions): Call<Buffer | string> {
    checkData(data, 'data')
    return this.#one(encode(data, this.#encoding(options)), this.#block(options), options, false)
  }

  /** Writes `data`, unless it is undefined, and reads one frame of this framing. */
  exchange(data: Data | undefined, framing: Framing, options?: CallOptions): Call<Buffer | string> {
    if (data !== undefined) checkData(data, 'data')
    checkFraming(framing)
    checkCallOptions(options)
    const request = data === undefined ? undefined : encode(data, this.#encoding(options))
    return this.#one(request, this.#framing(framing, options), options, !isOwn(framing) && 'line' in framing)
  }

  /** One line of text out, with its end of line appended when missing; one line of text back, without. */
  query(text: string, options?: CallOptions): Call<string> {
    const request = this.#terminated(text, options, 'query')
    const encoding = this.#encoding(options)
    const framing = this.#line(options)
    const plain = options?.encoding === undefined && options?.eol === undefined && !options?.blocks
    const decode = plain ? this.#oneText : single(this.#text(encoding, options))
    return this.#call(request, framing, 1, decode, options)
  }

  /** One line of text out, with its end of line appended when missing; nothing comes back. */
  command(text: string, options?: CallOptions): Call<void> {
    return this.#writing(this.#terminated(text, options, 'command'), options)
  }

  #terminated(text: string, options: CallOptions | undefined, verb: 'query' | 'command'): Buffer {
    if (typeof text !== 'string') throw new TypeError(`text: expected a string, got ${show(text)}`)
    checkCallOptions(options)
    const encoding = this.#encoding(options)
    return terminated(encode(text, encoding), this.#resolved.settings.writeEol, encoding, verb)
  }

  #joined(lines: readonly Data[], options: CallOptions | undefined): Buffer {
    const encoding = this.#encoding(options)
    if (lines.every((data) => typeof data === 'string')) return encode(lines.join(''), encoding)
    return Buffer.concat(lines.map((data) => encode(data, encoding)))
  }

  #encoding(options: CallOptions | undefined) {
    return options?.encoding ?? this.#resolved.encoding
  }

  #eol(options: CallOptions | undefined): Uint8Array {
    return lineEnd(this.#resolved, options?.eol, this.#encoding(options)).eol
  }

  #line(options: CallOptions | undefined): EngineFraming {
    if (options?.blocks) return lineOrBlock(this.#eol(options), this.#resolved.maxBlock)
    return options?.eol === undefined ? this.#resolved.line : line(this.#eol(options))
  }

  #block(options: CallOptions | undefined, dialect = options?.dialect): EngineFraming {
    checkCallOptions(options) // before anything is made of a dialect
    return block(this.#eol(options), this.#resolved.maxBlock, dialect)
  }

  #framing(framing: Framing, options: CallOptions | undefined): EngineFraming | undefined {
    if (isOwn(framing)) return guarded(framing, this.#resolved)
    if ('line' in framing) return this.#line(options)
    if ('block' in framing) return this.#block(options, framing.block === true ? undefined : framing.block)
    if ('module' in framing) return guarded(fromModule(framing.module), this.#resolved)
    if ('until' in framing) {
      someBytes(framing.until, 'framing.until')
      return until(encode(framing.until, this.#encoding(options)))
    }
    const exact = 'exactly' in framing
    const n = exact ? framing.exactly : framing.some
    if (n === true) return someText(options?.encoding)
    checkCount(n, exact ? 'framing.exactly' : 'framing.some')
    if (n === 0) return undefined
    return exact ? exactlyText(options?.encoding, n) : someText(options?.encoding, n)
  }

  #frames(options: CallOptions | undefined, trim: boolean): FrameDecode<Buffer | string> {
    const encoding = options?.encoding
    if (encoding === undefined) return asBuffer
    return trim ? this.#text(encoding, options) : (frame) => asBuffer(frame).toString(encoding)
  }

  /** Lines without their end. A block has none: what looks like one is its last byte. */
  #text(encoding: Encoding, options: CallOptions | undefined): FrameDecode<string> {
    const text = asText(encoding, lineEnd(this.#resolved, options?.eol, encoding))
    if (!options?.blocks) return text
    return (frame) => (isBlock(frame) ? asBuffer(frame).toString(encoding) : text(frame))
  }

  #one(
    request: Buffer | undefined,
    framing: EngineFraming | undefined,
    options: CallOptions | undefined,
    trim = true,
  ): Call<Buffer | string> {
    checkCallOptions(options)
    const decode = options?.encoding === undefined ? oneBuffer : single(this.#frames(options, trim))
    return this.#call(request, framing, 1, decode, options)
  }

  #many(
    request: Buffer | undefined,
    framing: EngineFraming,
    n: number,
    options: CallOptions | undefined,
  ): Call<(Buffer | string)[]> {
    checkCallOptions(options)
    const decode = options?.encoding === undefined ? manyBuffers : several(this.#frames(options, true))
    return this.#call(request, n === 0 ? undefined : framing, n, decode, options)
  }

  #writing(request: Buffer, options: CallOptions | undefined): Call<void> {
    checkCallOptions(options)
    return this.#call(request, undefined, 1, nothing, options)
  }

  #call<T>(
    request: Buffer | undefined,
    framing: EngineFraming | undefined,
    count: number,
    decode: Decode<T>,
    options: CallOptions | undefined,
  ): Call<T> {
    return new Call(this.#exchange(request, framing, count, options), decode, options?.signal)
  }

  #exchange(
    request: Buffer | undefined,
    framing: EngineFraming | undefined,
    count: number,
    options: CallOptions | undefined,
  ): ExchangeOptions {
    const { timeout, retries } = this.#resolved
    return {
      request,
      framing,
      count,
      timeout: options?.timeout ?? timeout,
      retries: options?.retries ?? retries,
      session: this.#session,
    }
  }
}
