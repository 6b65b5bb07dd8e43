/**
 * A stream of bytes from one thread to another: a ring in shared memory, with one writer and one reader.
 *
 * Both positions only grow (and wrap at 2^32); what lies between them, modulo the size of the ring, is unread. Whoever
 * has moved a position notifies the other one, who may wait for it. A position moves when the bytes are there, so that
 * either end tells from its own how far it has got, whatever has cut it short meanwhile.
 */

import { looked } from './moment.ts'

/** Indices of the two positions. */
const WRITTEN = 0
const READ = 1
const HEADER = 2 * Int32Array.BYTES_PER_ELEMENT

/** Bytes in one ring: a power of two, so that positions may wrap. */
const SIZE = 1 << 20
const MASK = SIZE - 1

/**
 * Copies `n` bytes. To and from shared memory `set` of a typed array goes byte by byte, unless both places happen to be
 * aligned alike: 28 times as long for a chunk of lines. So does `copy` of a whole Buffer in Node, which is `set` again;
 * hence the first byte by itself.
 */
function copy(from: Buffer, start: number, to: Buffer, at: number, n: number): void {
  if (n === 0) return
  to[at] = from[start] as number
  from.copy(to, at + 1, start + 1, start + n)
}

/** Makes the memory of a pipe. */
export function pipeMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER + SIZE)
}

/** One end of a pipe; the writing end calls `write`, the reading end `read`. */
export class Pipe {
  readonly #positions: Int32Array
  readonly #ring: Buffer

  constructor(memory: SharedArrayBuffer) {
    this.#positions = new Int32Array(memory, 0, 2)
    this.#ring = Buffer.from(memory, HEADER, SIZE)
  }

  /** Bytes that can be read now. */
  get readable(): number {
    return (Atomics.load(this.#positions, WRITTEN) - Atomics.load(this.#positions, READ)) >>> 0
  }

  /** Where the next byte is written to; only grows, and wraps at 2^32. */
  get written(): number {
    return Atomics.load(this.#positions, WRITTEN)
  }

  /** Where the next byte is read from; likewise. */
  get taken(): number {
    return Atomics.load(this.#positions, READ)
  }

  /** Writes as much of `bytes` from `from` on as there is room for; how much that was. */
  write(bytes: Buffer, from = 0): number {
    const written = Atomics.load(this.#positions, WRITTEN)
    const n = Math.min(bytes.length - from, SIZE - this.readable)
    if (n <= 0) return 0
    const at = written & MASK
    const first = Math.min(n, SIZE - at)
    copy(bytes, from, this.#ring, at, first)
    copy(bytes, from + first, this.#ring, 0, n - first)
    this.#move(WRITTEN, written + n)
    return n
  }

  /** Reads into `bytes` from `into` on, as much as there is and fits; how much that was. */
  read(bytes: Buffer, into = 0): number {
    const read = Atomics.load(this.#positions, READ)
    const n = Math.min(bytes.length - into, this.readable)
    if (n <= 0) return 0
    const at = read & MASK
    const first = Math.min(n, SIZE - at)
    copy(this.#ring, at, bytes, into, first)
    copy(this.#ring, 0, bytes, into + first, n - first)
    this.#move(READ, read + n)
    return n
  }

  /** The writer's wait for room: blocks its thread until the reader has read; false when that took longer than `ms`. */
  waitForRoom(ms: number): boolean {
    const read = Atomics.load(this.#positions, READ)
    return this.readable < SIZE || Atomics.wait(this.#positions, READ, read, ms) !== 'timed-out'
  }

  /** The reader's wait for bytes: likewise. */
  waitForBytes(ms: number): boolean {
    const written = Atomics.load(this.#positions, WRITTEN)
    return this.readable > 0 || Atomics.wait(this.#positions, WRITTEN, written, ms) !== 'timed-out'
  }

  /** Looks for bytes until there are some; false when that takes longer than `ms`. */
  lookForBytes(ms: number): boolean {
    const written = Atomics.load(this.#positions, WRITTEN)
    return this.readable > 0 || looked(this.#positions, WRITTEN, written, ms)
  }

  /** The reader is dead: a writer that waits, or is about to, must not. */
  abandon(): void {
    this.#move(READ, Atomics.load(this.#positions, READ) + 1)
  }

  #move(which: typeof WRITTEN | typeof READ, to: number): void {
    Atomics.store(this.#positions, which, to | 0)
    Atomics.notify(this.#positions, which)
  }
}
