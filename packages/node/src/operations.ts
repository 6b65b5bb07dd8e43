/** The operations: checks the arguments of each and makes the call; every flavour wraps these and nothing else. */
import {
  type Ask,
  type Decoder,
  type Framing as EngineFraming,
  type ExchangeOptions,
  exactlyText,
  isSelfContained,
  type NamedFraming,
  type Plan,
  type Session,
  type Settings,
  someBytes,
  someText,
  until,
} from '@sockio/core'
import { answering, framingOf } from './answer.ts'
import { Call, type Decode, Opening } from './call.ts'
import type { Conventions } from './conventions.ts'
import { checkCount, checkData, checkLines, type Data } from './data.ts'
import { asBuffer, decoded, type FrameDecode, manyBuffers, nothing, oneBuffer, several, single } from './decode.ts'
import { checkFraming, type Framing, isLine } from './framing.ts'
import { OneAtATime } from './one-at-a-time.ts'
import {
  type CallOptions,
  checkCallOptions,
  checkPlanOptions,
  checkReadOptions,
  type DecodeOptions,
  type PlanOptions,
  type ReadOptions,
  type Resolved,
} from './options.ts'
import { isSeveral, Procedure } from './procedure.ts'

/** A call that gives a value, bytes or text. */
type Read<T> = Call<T> | Call<Buffer | string>

const LINE: Framing = { line: true }
const BLOCK: Framing = { block: true }

/** Makes the calls of one connection, or of one session of it. Arguments are checked here, before any I/O. */
export class Operations {
  readonly #conventions: Conventions
  readonly #resolved: Resolved
  readonly #session: Session | undefined
  #procedures: OneAtATime | undefined

  constructor(conventions: Conventions, session?: Session) {
    this.#conventions = conventions
    this.#resolved = conventions.resolved
    this.#session = session
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

  /** Of a session: what must be together is not under way twice at once. */
  get procedures(): OneAtATime {
    this.#procedures ??= new OneAtATime()
    return this.#procedures
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
    return this.#many(undefined, this.#conventions.line(options), n, options)
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
    return this.#one(undefined, until(this.#conventions.bytes(separator, options)), options, false)
  }

  /** The payload of an IEEE 488.2 block. */
  readBlock<T>(options: DecodeOptions<T>): Call<T>
  readBlock(options?: CallOptions): Call<Buffer | string>
  readBlock<T>(options?: ReadOptions<T>): Read<T> {
    return this.#oneBlock(undefined, options)
  }

  write(data: Data, options?: CallOptions): Call<void> {
    checkData(data, 'data')
    return this.#writing(this.#conventions.bytes(data, options), options)
  }

  /** All of them, in one piece. */
  writeLines(lines: readonly Data[], options?: CallOptions): Call<void> {
    checkLines(lines)
    return this.#writing(this.#conventions.joined(lines, options), options)
  }

  writeRead(data: Data, n: number | undefined, options?: CallOptions): Call<Buffer | string> {
    checkData(data, 'data')
    if (n !== undefined) checkCount(n, 'n')
    checkCallOptions(options)
    const request = this.#conventions.bytes(data, options)
    return this.#one(request, n === 0 ? undefined : someText(options?.encoding, n), options, false)
  }

  writeReadLine<T>(data: Data, options: DecodeOptions<T>): Call<T>
  writeReadLine(data: Data, options?: CallOptions): Call<Buffer | string>
  writeReadLine<T>(data: Data, options?: ReadOptions<T>): Read<T> {
    checkData(data, 'data')
    return this.#oneLine(this.#conventions.bytes(data, options), options)
  }

  writeReadLines(data: Data, n: number, options?: CallOptions): Call<(Buffer | string)[]> {
    checkData(data, 'data')
    checkCount(n, 'n')
    return this.#many(this.#conventions.bytes(data, options), this.#conventions.line(options), n, options)
  }

  /** Without `n`, as many replies as lines. */
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: CallOptions): Call<(Buffer | string)[]> {
    checkLines(lines)
    if (n !== undefined) checkCount(n, 'n')
    const request = lines.length === 0 ? undefined : this.#conventions.joined(lines, options)
    return this.#many(request, this.#conventions.line(options), n ?? lines.length, options)
  }

  writeReadBlock<T>(data: Data, options: DecodeOptions<T>): Call<T>
  writeReadBlock(data: Data, options?: CallOptions): Call<Buffer | string>
  writeReadBlock<T>(data: Data, options?: ReadOptions<T>): Read<T> {
    checkData(data, 'data')
    return this.#oneBlock(this.#conventions.bytes(data, options), options)
  }

  /** Writes `data`, unless it is undefined, and reads one frame of this framing, whatever a decoder would have. */
  exchange<T>(data: Data | undefined, framing: Framing, options: DecodeOptions<T>): Call<T>
  exchange(data: Data | undefined, framing: Framing, options?: CallOptions): Call<Buffer | string>
  exchange<T>(data: Data | undefined, framing: Framing, options?: ReadOptions<T>): Read<T> {
    if (data !== undefined) checkData(data, 'data')
    checkFraming(framing)
    checkReadOptions(options)
    const request = data === undefined ? undefined : this.#conventions.bytes(data, options)
    if (options?.as !== undefined) return this.#value(request, framing, options.as, options)
    return this.#one(request, this.#conventions.framing(framing, options), options, isLine(framing))
  }

  /** One line of text out, with its end of line appended when missing; one line of text back, without; or a value. */
  query<T>(text: string, options: DecodeOptions<T>): Call<T>
  query(text: string, options?: CallOptions): Call<string>
  query<T>(text: string, options?: ReadOptions<T>): Call<T> | Call<string> {
    checkReadOptions(options)
    const request = this.#conventions.terminated(text, options, 'query')
    if (options?.as !== undefined) return this.#value(request, options.as.framing ?? LINE, options.as, options)
    const encoding = this.#conventions.encoding(options)
    const framing = this.#conventions.line(options)
    const plain = options?.encoding === undefined && options?.eol === undefined && !options?.blocks
    const decode = plain ? this.#resolved.lines.oneText : single(this.#conventions.text(encoding, options))
    return this.#call(request, framing, 1, decode, options)
  }

  /** One line of text out, with its end of line appended when missing; nothing comes back. */
  command(text: string, options?: CallOptions): Call<void> {
    checkCallOptions(options)
    return this.#writing(this.#conventions.terminated(text, options, 'command'), options)
  }

  /** One step of a driver in another thread: writes lines in one piece, each with its end, and reads so many frames; lines without theirs. */
  frames(lines: readonly Data[], framing: NamedFraming, count: number, options?: PlanOptions): Call<Buffer[]> {
    const part = this.#bare(framing)
    const decode: Decode<Buffer[]> = ({ reply, replies }) => (replies ?? (reply === undefined ? [] : [reply])).map(part)
    return this.#replies(lines, framing, count, options, decode)
  }

  /** One step of a driver. */
  ask(step: Ask, options?: PlanOptions): Call<unknown> {
    const { lines, replies, timeout } = step
    const patience = timeout === undefined || options?.timeout !== undefined ? options : { ...options, timeout }
    const framing = framingOf(step)
    const decode = answering(step, this.#bare(framing))
    const call = this.#replies(lines, framing, replies.length, patience, decode)
    call.ownDecoder = !replies.every(isSelfContained)
    return call
  }

  /** What one use of a driver's method does. */
  plan<T>(plan: Plan<T>): Call<T> {
    const { options } = plan
    checkPlanOptions(options)
    return isSeveral(plan) ? new Procedure(this, plan, options) : (this.ask(plan.run as Ask, options) as Call<T>)
  }

  /** Lines without their end; other frames as they are. */
  #bare(framing: NamedFraming): FrameDecode<Buffer> {
    return isLine(framing) ? this.#resolved.lines.bare : asBuffer
  }

  #replies<T>(
    lines: readonly Data[],
    framing: NamedFraming,
    count: number,
    options: PlanOptions | undefined,
    decode: Decode<T>,
  ): Call<T> {
    checkLines(lines)
    const request = this.#conventions.ended(lines)
    const engine = count === 0 ? undefined : this.#conventions.framing(framing, undefined)
    const call = this.#call(request, engine, Math.max(1, count), decode, options)
    call.ofDriver = count > 0
    return call
  }

  /** A line; or a value, of a line where its decoder does not say what it is of. */
  #oneLine<T>(request: Buffer | undefined, options: ReadOptions<T> | undefined): Read<T> {
    checkReadOptions(options)
    if (options?.as === undefined) return this.#one(request, this.#conventions.line(options), options)
    return this.#value(request, options.as.framing ?? LINE, options.as, options)
  }

  /** A block; or a value of one, of the dialect that its decoder names where the call does not. */
  #oneBlock<T>(request: Buffer | undefined, options: ReadOptions<T> | undefined): Read<T> {
    checkReadOptions(options)
    if (options?.as === undefined) return this.#one(request, this.#conventions.block(options), options, false)
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
    if (framing !== LINE) checkFraming(framing)
    const part = isLine(framing) ? this.#conventions.bare(options) : asBuffer
    const call = this.#call(request, this.#conventions.framing(framing, options), 1, decoded(decoder, part), options)
    call.ownDecoder = !isSelfContained(decoder)
    return call
  }

  #one(
    request: Buffer | undefined,
    framing: EngineFraming | undefined,
    options: CallOptions | undefined,
    trim = true,
  ): Call<Buffer | string> {
    const decode = options?.encoding === undefined ? oneBuffer : single(this.#conventions.frames(options, trim))
    return this.#call(request, framing, 1, decode, options)
  }

  #many(
    request: Buffer | undefined,
    framing: EngineFraming,
    n: number,
    options: CallOptions | undefined,
  ): Call<(Buffer | string)[]> {
    checkCallOptions(options)
    const decode = options?.encoding === undefined ? manyBuffers : several(this.#conventions.frames(options, true))
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
