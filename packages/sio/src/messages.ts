/** Messages over a pipe: each begins with the length of its body, the number of what it belongs to, and its kind. */
import { deserialize, serialize } from 'node:v8'
import { allocate } from '@sockio/node'
import type { Pipe } from './pipe.ts'

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
export function pieces(kind: number, id: number, body: Uint8Array = EMPTY, more: Uint8Array = EMPTY): Uint8Array[] {
  const length = body.length + more.length
  const small = length <= SMALL
  const head = Buffer.allocUnsafe(small ? HEADER + length : HEADER)
  head.writeUInt32LE(length, 0)
  head.writeUInt32LE(id, 4)
  head.writeUInt32LE(kind, 8)
  if (!small) return [head, body, more]
  head.set(body, HEADER)
  head.set(more, HEADER + body.length)
  return [head]
}

/** Takes messages out of a pipe, in whatever pieces they come. */
export class MessageReader {
  readonly #pipe: Pipe
  readonly #header = Buffer.alloc(HEADER)
  #headerFilled = 0
  #body: Buffer | undefined
  #bodyFilled = 0

  constructor(pipe: Pipe) {
    this.#pipe = pipe
  }

  /** The next message when all of it is there. */
  next(): Message | undefined {
    if (this.#body === undefined) {
      this.#headerFilled += this.#pipe.read(this.#header, this.#headerFilled)
      if (this.#headerFilled < HEADER) return undefined
      this.#headerFilled = 0
      this.#body = allocate(this.#header.readUInt32LE(0)) // frames of a stream share it
      this.#bodyFilled = 0
    }
    const body = this.#body
    while (this.#bodyFilled < body.length) {
      const n = this.#pipe.read(body, this.#bodyFilled)
      if (n === 0) return undefined
      this.#bodyFilled += n
    }
    this.#body = undefined
    return { kind: this.#header.readUInt32LE(8), id: this.#header.readUInt32LE(4), body }
  }
}

/** Any value that can cross, as bytes. */
export const packed = (value: unknown): Buffer => serialize(value)

/** And back; what it is, the kind of the message tells. */
export function unpacked<T>(body: Buffer): T {
  return deserialize(body) as T
}

/** Frames of a kind as one body: how many, how long each, and all of them. */
export function packFrames(frames: readonly Uint8Array[]): { readonly lengths: Buffer; readonly all: Buffer } {
  const all = runs(frames)
  return { lengths: packLengths(frames), all: all.length === 1 ? asBuffer(all[0]) : Buffer.concat(all) }
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

export function unpackFrames(body: Buffer): Buffer[] {
  return slices(body, (start, end) => body.subarray(start, end))
}

export function unpackTexts(body: Buffer): string[] {
  const from = 4 + 4 * body.readUInt32LE(0)
  const all = body.toString('utf8', from)
  return slices(body, (start, end) => all.slice(start - from, end - from))
}

function asBuffer(frame: Uint8Array | undefined): Buffer {
  return frame === undefined ? EMPTY : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
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
