/**
 * Chunks in, frames out.
 *
 * Operations: append(chunk), take(framing), peek and clear. Goal: O(n) over all bytes, and no copy of a frame that
 * lies within one chunk. Plan: `#head` is the one contiguous view that framings search; further chunks wait in
 * `#rest`. When a frame runs over the end of the head, a new head is made of its beginning and of a piece of the next
 * chunk (just what is missing where the size is known, else as much again as there was). Once that frame is out, the
 * bytes of the piece that it did not need are given back to their chunk, so that only frames that cross a border are
 * ever copied. How far a search got is remembered between calls.
 */
import { Fifo } from './fifo.ts'
import type { Framing } from './framing/framing.ts'

/** Makes room for bytes; a driver passes its platform's own (Node: `Buffer`). */
export type Allocate = (size: number) => Uint8Array

const EMPTY = new Uint8Array(0)
const LEAST_PIECE = 256
const LARGEST_RESERVE = 64 * 1024 * 1024 + 1024
/** A reply that fills less than this share of a large memory slab is copied, so that it does not keep the slab alive. */
const SLAB_SHARE = 4
const LARGE_SLAB = 4096
/** Chunks below this size that nobody waits for are gathered: an object for each byte would cost hundreds of times it. */
const SMALL_CHUNK = 256
const GATHERED = 1024

export class ReceiveBuffer {
  readonly #allocate: Allocate
  readonly #rest = new Fifo<Uint8Array>()
  #head: Uint8Array = EMPTY
  #start = 0
  /** How far `#rest`'s oldest chunk has been moved into the head. */
  #moved = 0
  #restLength = 0
  /** The last chunk of `#rest` where it is made of small ones, and its memory, with room behind it. */
  #gathered: Uint8Array | undefined
  #room: Uint8Array = EMPTY
  /** The memory of a head that is our own, with room behind it. */
  #capacity: Uint8Array | undefined
  #framing: Framing | undefined
  #scanned = 0
  #need = 0

  constructor(allocate: Allocate = (size) => new Uint8Array(size)) {
    this.#allocate = allocate
  }

  /** Bytes received and not yet taken. */
  get length(): number {
    return this.#head.length - this.#start + this.#restLength
  }

  append(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    if (this.#start === this.#head.length && this.#restLength === 0) {
      this.#head = chunk
      this.#start = 0
    } else {
      this.#restLength += chunk.length
      if (chunk.length < SMALL_CHUNK && this.#rest.length > 0) this.#gather(chunk)
      else this.#rest.push(chunk)
    }
  }

  #gather(chunk: Uint8Array): void {
    const { last } = this.#rest
    const used = last === this.#gathered && last !== undefined ? last.length : 0
    if (used === 0 || used + chunk.length > this.#room.length) {
      this.#room = this.#allocate(GATHERED)
      this.#room.set(chunk)
      this.#gathered = this.#room.subarray(0, chunk.length)
      this.#rest.push(this.#gathered)
    } else {
      this.#room.set(chunk, used)
      this.#gathered = this.#room.subarray(0, used + chunk.length)
      this.#rest.replaceLast(this.#gathered)
    }
  }

  /** Puts bytes back in front of all others, as if they had not been taken. */
  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    const later = this.peek()
    this.clear()
    this.append(bytes)
    this.append(later)
  }

  /**
   * Takes the next frame, or undefined as long as it is not whole.
   *
   * @param view true: always hand out a view of the memory received into (a stream's frames soon go); otherwise a frame
   *   that would keep much more memory alive than it needs is copied
   * @throws {MalformedFrame} from the framing
   */
  take(framing: Framing, view = false): Uint8Array | undefined {
    if (this.#framing !== framing) this.#forget(framing)
    for (;;) {
      const have = this.#head.length - this.#start
      if (have >= this.#need) {
        const n = framing.end(this.#head, this.#start, this.#scanned)
        if (n >= 0) return this.#cut(n, view)
        this.#scanned = have
        this.#need = have - n
      }
      if (this.#restLength === 0) return undefined
      this.#extend(this.#need - have)
    }
  }

  /** Does the frame under way wait for an end that is searched for (so that a limit on the buffer makes sense)? */
  searching(framing: Framing): boolean {
    return framing.searching?.(this.#head, this.#start) ?? true
  }

  /** Removes `bytes` from the front when they are there: true; undefined as long as they still may come. */
  skip(bytes: Uint8Array): boolean | undefined {
    const front = this.peek(bytes.length)
    if (front.some((byte, i) => byte !== bytes[i])) return false
    if (front.length < bytes.length) return undefined
    this.#consume(bytes.length)
    return true
  }

  /** A copy of the first `most` bytes, which stay. */
  peek(most = Number.POSITIVE_INFINITY): Uint8Array {
    const size = Math.min(most, this.length)
    const copy = size === 0 ? EMPTY : this.#allocate(size)
    let filled = 0
    const fill = (bytes: Uint8Array) => {
      const piece = bytes.subarray(0, size - filled)
      copy.set(piece, filled)
      filled += piece.length
    }
    fill(this.#head.subarray(this.#start))
    for (let i = 0; filled < size; i++) fill((this.#rest.at(i) as Uint8Array).subarray(i === 0 ? this.#moved : 0))
    return copy
  }

  clear(): void {
    this.#rest.drain()
    this.#restLength = 0
    this.#head = EMPTY
    this.#start = 0
    this.#moved = 0
    this.#capacity = undefined
    this.#forget(undefined)
  }

  #forget(framing: Framing | undefined): void {
    this.#framing = framing
    this.#scanned = 0
    this.#need = 0
  }

  #cut(n: number, view: boolean): Uint8Array {
    const from = this.#start
    let frame = this.#head.subarray(from, from + n)
    const slab = this.#capacity?.length ?? frame.buffer.byteLength
    if (!view && slab > LARGE_SLAB && n * SLAB_SHARE < slab) {
      const copy = this.#allocate(n)
      copy.set(frame)
      frame = copy
    }
    this.#start = from + n
    this.#scanned = 0
    this.#need = 0
    if (this.#moved > 0 || this.#start === this.#head.length) this.#settleHead()
    return frame
  }

  #consume(n: number): void {
    let left = n
    this.#forget(undefined)
    while (left > 0) {
      const here = Math.min(left, this.#head.length - this.#start)
      this.#start += here
      left -= here
      this.#settleHead()
    }
  }

  /** Gives back to its chunk what a head made of two did not need, and moves on from a head that is used up. */
  #settleHead(): void {
    const left = this.#head.length - this.#start
    if (left > this.#moved) return
    const next = this.#rest.shift()
    this.#capacity = undefined
    if (next === undefined) {
      this.#head = EMPTY
      this.#start = 0
    } else {
      this.#head = next
      this.#start = this.#moved - left
      this.#restLength -= next.length - this.#moved
    }
    this.#moved = 0
  }

  /** Moves a piece of the next chunk behind the frame that has begun in the head, which wants `missing` bytes more. */
  #extend(missing: number): void {
    const next = this.#rest.peek() as Uint8Array
    const have = this.#head.length - this.#start
    const size = Math.min(next.length - this.#moved, missing > 1 ? missing : Math.max(LEAST_PIECE, have))
    const capacity = this.#reserve(size, missing)
    const end = this.#head.length
    capacity.set(next.subarray(this.#moved, this.#moved + size), end)
    this.#head = capacity.subarray(0, end + size)
    this.#moved += size
    this.#restLength -= size
    if (this.#moved === next.length) {
      this.#rest.shift()
      this.#moved = 0
    }
  }

  /** Memory of our own that begins with the head and has room for `size` bytes behind it. */
  #reserve(size: number, missing: number): Uint8Array {
    const end = this.#head.length
    if (this.#capacity !== undefined && this.#capacity.length - end >= size) return this.#capacity
    const have = end - this.#start
    // A known size is reserved at once, but a header that promises a gigabyte gets it only as the bytes come.
    const known = Math.min(have + missing, Math.max(LARGEST_RESERVE, 4 * have))
    const grown = this.#allocate(Math.max(known, 2 * (have + size)))
    grown.set(this.#head.subarray(this.#start))
    this.#head = grown.subarray(0, have)
    this.#start = 0
    this.#capacity = grown
    return grown
  }
}
