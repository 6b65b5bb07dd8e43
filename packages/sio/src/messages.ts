/** Messages over a pipe: each begins with the length of its body, the number of what it belongs to, and its kind. */
import { deserialize, serialize } from 'node:v8'
import { Run } from '@sockio/core'
import { allocate } from '@sockio/node'
import type { Pipe } from './pipe.ts'
import { NO_REQUEST } from './protocol.ts'

export interface Message {
  readonly kind: number
  readonly id: number
  readonly body: Buffer
}

const HEADER = 12
const EMPTY = Buffer.alloc(0)
/** Messages up to here are written in one piece. */
const SMALL = 4096

/** A message as bytes, in as many pieces as saves copying large ones. */
export function pieces(kind: number, id: number, body: Uint8Array = EMPTY, more: Uint8Array = EMPTY): Buffer[] {
  const length = body.length + more.length
  const small = length <= SMALL
  const head = Buffer.allocUnsafe(small ? HEADER + length : HEADER)
  head.writeUInt32LE(length, 0)
  head.writeUInt32LE(id, 4)
  head.writeUInt32LE(kind, 8)
  if (!small) return [head, asBuffer(body), asBuffer(more)]
  head.set(body, HEADER)
  head.set(more, HEADER + body.length)
  return [head]
}

/**
 * Takes messages out of a pipe, in whatever pieces they come. Code that reads may be cut short anywhere, without a word:
 * how far it had got, the position of the pipe tells, and a message is in hand until it is done with.
 */
export class MessageReader {
  readonly #pipe: Pipe
  readonly #header = Buffer.alloc(HEADER)
  /** Where the message begins that comes. */
  #start: number
  #body: Buffer | undefined
  /** What `next` gives again until this is undefined: set that when it is done with. A field, since a call may be cut. */
  inHand: Message | undefined

  constructor(pipe: Pipe) {
    this.#pipe = pipe
    this.#start = pipe.taken
  }

  /** The message in hand, or the next one when all of it is there. */
  next(): Message | undefined {
    if (this.inHand !== undefined) return this.inHand
    const header = this.#header
    if (!this.#filled(header, this.#start)) return undefined
    const start = this.#start + HEADER
    const length = header.readUInt32LE(0)
    const body = this.#body ?? allocate(length) // frames of a stream share it
    this.#body = body
    if (!this.#filled(body, start)) return undefined
    const message = { kind: header.readUInt32LE(8), id: header.readUInt32LE(4), body }
    // These three are one step: there is no call in it.
    this.#start = (start + length) | 0
    this.#body = undefined
    this.inHand = message
    return message
  }

  /** Reads the bytes that begin at that position, as far as they have come; true when all are there. */
  #filled(bytes: Buffer, from: number): boolean {
    for (;;) {
      const at = (this.#pipe.taken - from) >>> 0
      if (at >= bytes.length) return true
      if (this.#pipe.read(bytes, at) === 0) return false
    }
  }
}

/** What is to be written: how much of it is, the position of the pipe tells. */
interface Writing {
  readonly pieces: readonly Buffer[]
  readonly from: number
}

/** Writes messages into a pipe, each whole: the rest of one that was cut short comes before the next one. */
export class MessageWriter {
  readonly #pipe: Pipe
  readonly #full: () => boolean
  #writing: Writing | undefined

  /** `full` waits for room; false when there will be none. */
  constructor(pipe: Pipe, full: () => boolean) {
    this.#pipe = pipe
    this.#full = full
  }

  write(all: readonly Buffer[]): void {
    this.finish()
    this.#writing = { pieces: all, from: this.#pipe.written }
    this.finish()
  }

  /** Writes the rest of a message that was cut short. */
  finish(): void {
    if (this.#writing === undefined) return
    const { pieces: all, from } = this.#writing
    let start = from
    for (const piece of all) {
      for (;;) {
        const at = (this.#pipe.written - start) >>> 0
        if (at >= piece.length) break
        if (this.#pipe.write(piece, at) === 0 && !this.#full()) break
      }
      start += piece.length
    }
    this.#writing = undefined
  }
}

/** What the JSON of a list begins with, and what `serialize` gives does not: 0xff in V8, the number of a version in Bun. */
const LIST = 0x5b

/** Any value that can cross, as bytes. A list that JSON can tell, as most calls are, is JSON: that takes a fifth of the time. */
export function packed(value: unknown): Buffer {
  return Array.isArray(value) && value.every(isPlain) ? Buffer.from(JSON.stringify(value)) : serialize(value)
}

/** A value from the bytes that `packed` made; what it is, the kind of the message tells. */
export function unpacked<T>(body: Buffer): T {
  return (body[0] === LIST ? withUndefined(JSON.parse(body.toString())) : deserialize(body)) as T
}

/** JSON loses nothing of it, but that undefined is null in a list. */
function isPlain(value: unknown): boolean {
  if (value === undefined || isScalar(value)) return true
  if (Array.isArray(value)) return value.every(isPlain)
  if (typeof value !== 'object' || value === null) return false
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isScalar)
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

/** No null is plain: one that is there was undefined. */
function withUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUndefined)
  return value === null ? undefined : value
}

/** What comes behind a reply: what may be shown of its request. */
export function packRequest(request: Uint8Array | undefined): Buffer {
  const body = Buffer.allocUnsafe((request?.length ?? 0) + 4)
  if (request !== undefined) body.set(request)
  body.writeUInt32LE(request?.length ?? NO_REQUEST, body.length - 4)
  return body
}

/** A reply, at the beginning of the memory that is its own, and its request. */
export function unpackReply(body: Buffer): { readonly frame: Buffer; readonly request: Buffer | undefined } {
  const end = body.length - 4
  const length = body.readUInt32LE(end)
  if (length === NO_REQUEST) return { frame: body.subarray(0, end), request: undefined }
  return { frame: body.subarray(0, end - length), request: body.subarray(end - length, end) }
}

/** Frames of a kind as one body: how many, how long each, and all of them. */
export function packFrames(frames: readonly Uint8Array[]): { readonly lengths: Buffer; readonly all: Buffer } {
  const all = runs(frames)
  return {
    lengths: packLengths(frames),
    all: all[0] !== undefined && all.length === 1 ? asBuffer(all[0]) : Buffer.concat(all),
  }
}

/** Frames that lie side by side in memory, as those of one chunk do, are one piece. */
function runs(frames: readonly Uint8Array[]): Uint8Array[] {
  let [first] = frames
  if (first === undefined) return []
  const all: Uint8Array[] = []
  let size = 0
  for (const frame of frames) {
    if (frame.buffer !== first.buffer || frame.byteOffset !== first.byteOffset + size) {
      all.push(new Uint8Array(first.buffer, first.byteOffset, size))
      first = frame
      size = 0
    }
    size += frame.length
  }
  all.push(new Uint8Array(first.buffer, first.byteOffset, size))
  return all
}

/** Texts as one body; undefined when they hold what UTF-8 can't say. */
export function packTexts(texts: readonly string[]): { readonly lengths: Buffer; readonly all: Buffer } | undefined {
  const all = texts.join('')
  return all.isWellFormed() ? { lengths: packLengths(texts), all: Buffer.from(all) } : undefined
}

/** Numbers before the ends of the frames of a run: how many there are, and whether they may lack their own end. */
const RUN = 2

/** Frames where they lie, as one body: how many, whether they may lack their end, where each ends, and all of them. */
export function packRun(run: Run): { readonly head: Buffer; readonly all: Uint8Array } {
  const { start, ends, loose } = run
  const head = new Uint32Array(RUN + ends.length)
  head[0] = ends.length
  head[1] = loose ? 1 : 0
  for (let i = 0; i < ends.length; i++) head[RUN + i] = (ends[i] as number) - start
  return { head: Buffer.from(head.buffer), all: run.bytes() }
}

export function unpackRun(body: Buffer): Run {
  const [count = 0] = new Uint32Array(body.buffer, body.byteOffset, 1) // a body is aligned, see `allocate`
  const head = new Uint32Array(body.buffer, body.byteOffset, RUN + count)
  const start = head.byteLength
  const ends = new Array<number>(count)
  for (let i = 0; i < count; i++) ends[i] = start + (head[RUN + i] as number)
  return new Run(body, start, ends, undefined, head[1] === 1)
}

export function unpackFrames(body: Buffer): Buffer[] {
  return slices(body, (start, end) => body.subarray(start, end))
}

export function unpackTexts(body: Buffer): string[] {
  const from = 4 + 4 * body.readUInt32LE(0)
  const all = body.toString('utf8', from)
  return slices(body, (start, end) => all.slice(start - from, end - from))
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function packLengths(items: readonly { readonly length: number }[]): Buffer {
  const lengths = Buffer.allocUnsafe(4 + 4 * items.length)
  let at = lengths.writeUInt32LE(items.length, 0)
  for (const item of items) at = lengths.writeUInt32LE(item.length, at)
  return lengths
}

function slices<T>(body: Buffer, slice: (start: number, end: number) => T): T[] {
  const count = body.readUInt32LE(0)
  const items: T[] = []
  let start = 4 + 4 * count
  for (let i = 0; i < count; i++) {
    const end = start + body.readUInt32LE(4 + 4 * i)
    items.push(slice(start, end))
    start = end
  }
  return items
}
