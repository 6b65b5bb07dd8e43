/** The operations: checks the arguments of each and makes the call; every flavour wraps these and nothing else. */
import {
  type Ask,
  block,
  type Decoder,
  type Encoding,
  type Framing as EngineFraming,
  type Exchange,
  type ExchangeOptions,
  exactlyText,
  idle,
  isBlock,
  isBytes,
  line,
  lineOrBlock,
  type NamedFraming,
  type Plan,
  type Session,
  type Settings,
  show,
  someBytes,
  someText,
  until,
} from '@sockio/core'
import { answer, framingOf } from './answer.ts'
import { Call, type Decode, Opening } from './call.ts'
import {
  asBuffer,
  asText,
  decoded,
  type FrameDecode,
  manyBuffers,
  nothing,
  oneBuffer,
  several,
  single,
  withoutEnd,
} from './decode.ts'
import { checkFraming, type Framing, fromModule, guarded, isOwn } from './framing.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { terminated } from './one-line.ts'
import {
  type CallOptions,
  checkCallOptions,
  checkPlanOptions,
  checkReadOptions,
  type DecodeOptions,
  encode,
  lineEnd,
  type PlanOptions,
  type ReadOptions,
  type Resolved,
} from './options.ts'
import { isSeveral, Procedure } from './procedure.ts'

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

/** A call that gives a value, bytes or text. */
type Read<T> = Call<T> | Call<Buffer | string>

const LINE: Framing = { line: true }
const BLOCK: Framing = { block: true }

function isLine(framing: Framing): boolean {
  return !isOwn(framing) && 'line' in framing
}

/** Makes the calls of one connection, or of one session of it. Arguments are checked here, before any I/O. */
export class Operations {
  readonly #resolved: Resolved
  readonly #session: Session | undefined
  readonly #oneText: Decode<string>
  readonly #bareLine: FrameDecode<Buffer>
  /** Of a session: what must be together is not under way twice at once. */
  readonly procedures = new OneAtATime()

  constructor(resolved: Resolved, session?: Session) {
    this.#resolved = resolved
    this.#session = session
    this.#oneText = single(asText(resolved.encoding, resolved.lineEnd))
    this.#bareLine = withoutEnd(resolved.lineEnd)
  }

  get settings(): Settings {
    return this.#resolved.settings
  }

  /** The limit of its calls, where they don't say, in ms; undefined for none. */
  get timeout(): number | undefined {
    return this.#resolved.timeout
  }

  /** Are these the operations of a hook or of a transaction? */
  get inSession(): boolean {
    return this.#session !== undefined
  }

  /** Connects, or joins an attempt under way. */
  open(options?: CallOptions): Call<void> {
    checkCallOptions(options)
    return new Opening(
      this.#exchange(undefined, undefined, 1, options),
      nothing,
      options?.signal,
      this.#resolved.settings,
    )
  }

  /** At least one byte, at most `n`; without `n` all that is there. As text, whole characters, and one at least. */
  read(n: number | undefined, options?: CallOptions): Call<Buffer | string> {
    if (n !== undefined) checkCount(n, 'n')
    checkCallOptions(options)
    return this.#one(undefined, n === 0 ? undefined : someText(options?.encoding, n), options, false)
  }

  readLine<T>(options: DecodeOptions<T>): Call<T>
  readLine(options?: CallOptions): Call<Buffer | string>
  readLine<T>(options?: ReadOptions<T>): Read<T> {
    return this.#oneLine(undefined, options)
  }

  readLines(n: number, options?: CallOptions): Call<(Buffer | string)[]> {
    checkCount(n, 'n')
    return this.#many(undefined, this.#line(options), n, options)
  }

  readExactly(n: number, options?: CallOptions): Call<Buffer | string> {
    checkCount(n, 'n')
    checkCallOptions(options)
    return this.#one(undefined, n === 0 ? undefined : exactlyText(options?.encoding, n), options, false)
  }

  /** Up to and with `separator`. */
  readUntil(separator: Data, options?: CallOptions): Call<Buffer | string> {
    someBytes(separator, 'separator')
    checkCallOptions(options)
    return this.#one(undefined, until(encode(separator, this.#encoding(options))), options, false)
  }

  /** The payload of an IEEE 488.2 block. */
  readBlock<T>(options: DecodeOptions<T>): Call<T>
  readBlock(options?: CallOptions): Call<Buffer | string>
  readBlock<T>(options?: ReadOptions<T>): Read<T> {
    return this.#oneBlock(undefined, options)
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
    checkCallOptions(options)
    const request = encode(data, this.#encoding(options))
    return this.#one(request, n === 0 ? undefined : someText(options?.encoding, n), options, false)
  }

  writeReadLine<T>(data: Data, options: DecodeOptions<T>): Call<T>
  writeReadLine(data: Data, options?: CallOptions): Call<Buffer | string>
  writeReadLine<T>(data: Data, options?: ReadOptions<T>): Read<T> {
    checkData(data, 'data')
    return this.#oneLine(encode(data, this.#encoding(options)), options)
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

  writeReadBlock<T>(data: Data, options: DecodeOptions<T>): Call<T>
  writeReadBlock(data: Data, options?: CallOptions): Call<Buffer | string>
  writeReadBlock<T>(data: Data, options?: ReadOptions<T>): Read<T> {
    checkData(data, 'data')
    return this.#oneBlock(encode(data, this.#encoding(options)), options)
  }

  /** Writes `data`, unless it is undefined, and reads one frame of this framing, whatever a decoder would have. */
  exchange<T>(data: Data | undefined, framing: Framing, options: DecodeOptions<T>): Call<T>
  exchange(data: Data | undefined, framing: Framing, options?: CallOptions): Call<Buffer | string>
  exchange<T>(data: Data | undefined, framing: Framing, options?: ReadOptions<T>): Read<T> {
    if (data !== undefined) checkData(data, 'data')
    checkFraming(framing)
    checkReadOptions(options)
    const request = data === undefined ? undefined : encode(data, this.#encoding(options))
    if (options?.as !== undefined) return this.#value(request, framing, options.as, options)
    return this.#one(request, this.#framing(framing, options), options, isLine(framing))
  }

  /** One line of text out, with its end of line appended when missing; one line of text back, without; or a value. */
  query<T>(text: string, options: DecodeOptions<T>): Call<T>
  query(text: string, options?: CallOptions): Call<string>
  query<T>(text: string, options?: ReadOptions<T>): Call<T> | Call<string> {
    checkReadOptions(options)
    const request = this.#terminated(text, options, 'query')
    if (options?.as !== undefined) return this.#value(request, options.as.framing ?? LINE, options.as, options)
    const encoding = this.#encoding(options)
    const framing = this.#line(options)
    const plain = options?.encoding === undefined && options?.eol === undefined && !options?.blocks
    const decode = plain ? this.#oneText : single(this.#text(encoding, options))
    return this.#call(request, framing, 1, decode, options)
  }

  /** One line of text out, with its end of line appended when missing; nothing comes back. */
  command(text: string, options?: CallOptions): Call<void> {
    checkCallOptions(options)
    return this.#writing(this.#terminated(text, options, 'command'), options)
  }

  /** Writes lines in one piece, each with its end, and reads so many frames; lines without theirs. */
  frames(lines: readonly Data[], framing: NamedFraming, count: number, options?: PlanOptions): Call<Buffer[]> {
    return this.#replies(lines, framing, count, options, (frames) => frames)
  }

  /** One step of a driver. */
  ask(step: Ask, options?: PlanOptions): Call<unknown> {
    const { lines, replies, timeout } = step
    const patience = timeout === undefined || options?.timeout !== undefined ? options : { ...options, timeout }
    return this.#replies(lines, framingOf(step), replies.length, patience, (frames, look) => answer(step, frames, look))
  }

  /** What one use of a driver's method does. */
  plan<T>(plan: Plan<T>): Call<T> {
    const { options } = plan
    checkPlanOptions(options)
    return isSeveral(plan) ? new Procedure(this, plan, options) : (this.ask(plan.run as Ask, options) as Call<T>)
  }

  /** `look` is told of each frame before it is decoded. */
  #replies<T>(
    lines: readonly Data[],
    framing: NamedFraming,
    count: number,
    options: PlanOptions | undefined,
    decode: (frames: Buffer[], look: (frame: Uint8Array) => void) => T,
  ): Call<T> {
    checkLines(lines)
    const { writeEol } = this.#resolved.settings
    const ended = lines.map((each) =>
      typeof each === 'string' ? this.#terminated(each, undefined, 'command') : Buffer.concat([each, writeEol]),
    )
    const [first] = ended
    const request = ended.length === 1 && first !== undefined ? first : Buffer.concat(ended)
    const part = isLine(framing) ? this.#bareLine : asBuffer
    const engine = count === 0 ? undefined : this.#framing(framing, undefined)
    const read = (exchange: Exchange) => {
      const { reply } = exchange
      const frames = (exchange.replies ?? (reply === undefined ? [] : [reply])).map(part)
      return decode(frames, (frame) => {
        exchange.reply = frame // what the error shows
      })
    }
    return this.#call(request, engine, Math.max(1, count), read, options)
  }

  #terminated(text: string, options: CallOptions | undefined, verb: 'query' | 'command'): Buffer {
    if (typeof text !== 'string') throw new TypeError(`text: expected a string, got ${show(text)}`)
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
    return block(this.#eol(options), this.#resolved.maxBlock, dialect)
  }

  #framing(framing: Framing, options: ReadOptions | undefined): EngineFraming | undefined {
    if (isOwn(framing)) return guarded(framing, this.#resolved)
    if ('line' in framing) return this.#line(options)
    if ('idle' in framing) return idle(framing.idle)
    if ('block' in framing) return this.#block(options, framing.block === true ? undefined : framing.block)
    if ('module' in framing) return guarded(fromModule(framing.module), this.#resolved)
    if ('until' in framing) {
      someBytes(framing.until, 'framing.until')
      return until(encode(framing.until, this.#encoding(options)))
    }
    const exact = 'exactly' in framing
    const n = exact ? framing.exactly : framing.some
    const text = options?.as === undefined ? options?.encoding : undefined // values are made of bytes, wherever they end
    if (n === true) return someText(text)
    checkCount(n, exact ? 'framing.exactly' : 'framing.some')
    if (n === 0) return undefined
    return exact ? exactlyText(text, n) : someText(text, n)
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

  /** A line; or a value, of a line where its decoder does not say what it is of. */
  #oneLine<T>(request: Buffer | undefined, options: ReadOptions<T> | undefined): Read<T> {
    checkReadOptions(options)
    if (options?.as === undefined) return this.#one(request, this.#line(options), options)
    return this.#value(request, options.as.framing ?? LINE, options.as, options)
  }

  /** A block; or a value of one, of the dialect that its decoder names where the call does not. */
  #oneBlock<T>(request: Buffer | undefined, options: ReadOptions<T> | undefined): Read<T> {
    checkReadOptions(options)
    if (options?.as === undefined) return this.#one(request, this.#block(options), options, false)
    const { as, dialect } = options
    const own = dialect === undefined && as.framing !== undefined && 'block' in as.framing ? as.framing : BLOCK
    return this.#value(request, own, as, options)
  }

  #value<T>(
    request: Buffer | undefined,
    framing: Framing,
    decoder: Decoder<T>,
    options: ReadOptions | undefined,
  ): Call<T> {
    checkFraming(framing)
    const part = isLine(framing) ? this.#bare(options) : asBuffer
    return this.#call(request, this.#framing(framing, options), 1, decoded(decoder, part), options)
  }

  #one(
    request: Buffer | undefined,
    framing: EngineFraming | undefined,
    options: CallOptions | undefined,
    trim = true,
  ): Call<Buffer | string> {
    const decode = options?.encoding === undefined ? oneBuffer : single(this.#frames(options, trim))
    return this.#call(request, framing, 1, decode, options)
  }

  /** Lines without their end, as `#text`. */
  #bare(options: CallOptions | undefined): FrameDecode<Buffer> {
    if (options?.eol === undefined && !options?.blocks) return this.#bareLine
    const bare = withoutEnd(lineEnd(this.#resolved, options.eol, this.#encoding(options)))
    if (!options.blocks) return bare
    return (frame) => (isBlock(frame) ? asBuffer(frame) : bare(frame))
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
    return new Call(this.#exchange(request, framing, count, options), decode, options?.signal, this.#resolved.settings)
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
