/**
 * Bytes in, frames out.
 *
 * Operations: append(chunk), take and takeRun(framing), peek and clear. Goal: O(n) over all bytes, each copied once. Plan:
 * one piece of memory, filled from its beginning to its end and never twice, so that frames may be views of it. A short
 * chunk for which there is no room when nothing is there, most often a whole reply, gets a piece of its own size.
 *
 *     memory:  [ taken, perhaps still in use ][ received ][ room ]
 *                                             start       end
 *
 * When the room is too small, what was received moves to new memory: of the size that a frame is known to have, or so
 * that it doubles. How far a search got is remembered between calls. On a carrier that says where messages end, those
 * places are marked.
 */
import type { Framing } from './framing/framing.ts'
import { Marks } from './marks.ts'
import { Run } from './run.ts'

/** Makes room for bytes, at a multiple of 8 in its `ArrayBuffer`; a driver passes its platform's own (Node: `Buffer`). */
export type Allocate = (size: number) => Uint8Array

/** A frame that is longer than the limit of the buffer, found or not. */
export class LimitOverrun extends Error {
  override readonly name = 'LimitOverrun'
}

const EMPTY = new Uint8Array(0)
/** A piece of memory for replies, and the largest for streams: it grows as long as what comes fills it at once. */
const SMALLEST_SLAB = 4096
const LARGEST_SLAB = 64 * 1024
/** Most replies are as short as that, and come whole: memory of their size may come from a pool for all links. */
const SHORT = 256
/** A frame that fills less than this share of a large slab is copied, so that it does not keep the slab alive. */
const FRAME_SHARE = 4
/** So much is searched at once: a chunk as large as they come, and in front of it what was left of the one before. */
const WINDOW = LARGEST_SLAB + SMALLEST_SLAB
/** As many frames are worth a search that looks at all of them. */
const MANY = 16
const LARGEST_RESERVE = 64 * 1024 * 1024 + 1024

export class ReceiveBuffer {
  readonly #allocate: Allocate
  readonly #limit: number
  #memory: Uint8Array = EMPTY
  /** The memory up to the end of what was received: what framings look at. */
  #view: Uint8Array = EMPTY
  #start = 0
  #slab = SMALLEST_SLAB
  #framing: Framing | undefined
  #scanned = 0
  #need = 0
  /** Where messages end; on a carrier that says so, and else nothing is spent on it. */
  #marks: Marks | undefined

  /** `limit`: of the length of a frame whose end is searched for. */
  constructor(allocate: Allocate = (size) => new Uint8Array(size), limit: number = Number.POSITIVE_INFINITY) {
    this.#allocate = allocate
    this.#limit = limit
  }

  /** Bytes received and not yet taken. */
  get length(): number {
    return this.#view.length - this.#start
  }

  /** The next byte. */
  get first(): number | undefined {
    return this.#view[this.#start]
  }

  /** Keeps a copy. */
  append(chunk: Uint8Array): void {
    const size = chunk.length
    if (size === 0) return
    const end = this.#view.length
    const idle = this.#start === end && this.#memory.length > 2 * LARGEST_SLAB // a large frame's memory is not for small ones
    if (idle || this.#memory.length - end < size) this.#move(size)
    const from = this.#view.length
    const memory = this.#memory
    memory.set(chunk, from)
    this.#view = from + size === memory.length ? memory : memory.subarray(0, from + size)
  }

  /** Does the carrier say where messages end? */
  get inMessages(): boolean {
    return this.#marks !== undefined
  }

  /** Did what was taken last end with its message? */
  get ended(): boolean {
    return this.#marks?.first === this.#start
  }

  /** The carrier says whether a message ends `here`, behind all that was received. */
  messageEnds(here: boolean): void {
    this.#marks ??= new Marks()
    if (!here) return
    this.#marks.add(this.#view.length) // behind nothing: the end of what was taken already
    this.#need = 0 // no more will come
  }

  /** Takes all that another buffer has, with its ends of messages; puts it behind what is here, or in front. */
  takeOver(other: ReceiveBuffer, inFront = false): void {
    const before = inFront ? 0 : this.length
    if (inFront) this.unread(other.peek())
    else this.append(other.peek())
    if (other.#marks !== undefined) {
      this.#marks ??= new Marks()
      const by = this.#start + before - other.#start
      const taken = other.#marks.drain().filter((end) => end > other.#start)
      const ends = [...this.#marks.drain(), ...taken.map((end) => end + by)]
      for (const end of ends.sort((a, b) => a - b)) this.#marks.add(end)
    }
    other.clear()
  }

  /** Puts bytes back in front of all others, as if they had not been taken. */
  unread(bytes: Uint8Array): void {
    const size = bytes.length
    if (size === 0) return
    this.#forget(undefined)
    const before = this.#start - size
    if (before >= 0 && follows(bytes, this.#memory, before)) {
      this.#start = before
      return
    }
    const later = this.#view.subarray(this.#start)
    this.#marks?.moved(size - this.#start)
    this.#memory = this.#allocate(Math.max(this.#slab, size + later.length))
    this.#memory.set(bytes)
    this.#memory.set(later, size)
    this.#view = this.#memory.subarray(0, size + later.length)
    this.#start = 0
  }

  /**
   * Takes the next frame, or undefined as long as it is not whole.
   *
   * @param view true: always hand out a view of the memory received into (a stream's frames soon go); otherwise a frame
   *   that would keep much more memory alive than it needs is copied
   * @throws {MalformedFrame} from the framing
   * @throws {LimitOverrun} when its end is not within the limit
   */
  take(framing: Framing, view = false): Uint8Array | undefined {
    const size = this.#find(this.#within(framing))
    if (size < 0) return undefined
    const from = this.#start
    const frame = size === this.#view.length ? this.#view : this.#view.subarray(from, from + size)
    if (frame === this.#memory && this.#marks === undefined) {
      this.clear() // it is handed out whole: nothing more is to be seen of it here, nor held
      return frame
    }
    this.#pass(size)
    const slab = this.#memory.length
    if (view || slab <= SMALLEST_SLAB || size * FRAME_SHARE >= slab) return frame
    const copy = this.#allocate(size)
    copy.set(frame)
    return copy
  }

  /** Takes at most `most` whole frames, always as a view; undefined when there is none. Throws as `take` does. */
  takeRun(framing: Framing, most: number): Run | undefined {
    const within = this.#within(framing)
    const size = this.#find(within)
    if (size < 0) return undefined
    const start = this.#start
    const ends: number[] = []
    let text: string | undefined
    if (framing.findAll !== undefined && most >= MANY && this.length <= this.#limit && within === framing) {
      const window = start + Math.max(size, WINDOW)
      const view = window < this.#view.length ? this.#view.subarray(0, window) : this.#view
      text = framing.findAll(view, start, most, ends)
      this.#pass((ends.at(-1) ?? start) - start)
    } else this.#findAll(within, size, most, ends)
    return new Run(this.#view, start, ends, text, this.inMessages)
  }

  /** What is asked for a frame: of one message, where the carrier says where they end. */
  #within(framing: Framing): Framing {
    return this.#marks === undefined ? framing : this.#marks.within(framing)
  }

  /** Frame by frame; what is wrong with one is thrown when the frames before are out. */
  #findAll(framing: Framing, first: number, most: number, ends: number[]): void {
    try {
      for (let size = first; size >= 0; size = ends.length < most ? this.#find(framing) : -1) {
        this.#pass(size)
        ends.push(this.#start)
      }
    } catch {}
  }

  /** Removes `bytes` from the front when they are there: true; undefined as long as they still may come. */
  skip(bytes: Uint8Array): boolean | undefined {
    const front = this.#view.subarray(this.#start, this.#start + bytes.length)
    if (front.some((byte, i) => byte !== bytes[i])) return false
    if (front.length < bytes.length) return undefined
    this.#forget(undefined)
    this.#pass(bytes.length)
    return true
  }

  /** A copy of the first `most` bytes, which stay; in memory of its own, be it none, since users may do with it what they like. */
  peek(most = Number.POSITIVE_INFINITY): Uint8Array {
    const size = Math.min(most, this.length)
    const copy = this.#allocate(size)
    copy.set(this.#view.subarray(this.#start, this.#start + size))
    return copy
  }

  clear(): void {
    this.#memory = EMPTY
    this.#view = EMPTY
    this.#start = 0
    this.#marks?.drain()
    this.#forget(undefined)
  }

  #forget(framing: Framing | undefined): void {
    this.#framing = framing
    this.#scanned = 0
    this.#need = 0
  }

  #pass(size: number): void {
    this.#start += size
    this.#scanned = 0
    this.#need = 0
  }

  /** The size of the next frame, or -1 as long as it is not whole. */
  #find(framing: Framing): number {
    if (this.#framing !== framing) this.#forget(framing)
    const have = this.length
    if (have >= this.#need) {
      const size = framing.end(this.#view, this.#start, this.#scanned)
      if (size >= 0) {
        if (size > this.#limit && this.#searching(framing)) throw new LimitOverrun()
        return size
      }
      this.#scanned = have
      this.#need = have - size
    }
    if (have >= this.#limit && this.#searching(framing)) throw new LimitOverrun()
    return -1
  }

  /** Does the frame under way wait for an end that is searched for (so that a limit on the buffer makes sense)? */
  #searching(framing: Framing): boolean {
    return framing.searching?.(this.#view, this.#start) ?? true
  }

  /** New memory, with what was received at its beginning (or up to 7 bytes behind), and room for `size` bytes behind it, or as many as there were. */
  #move(size: number): void {
    const have = this.length
    if (have === 0 && size <= SHORT && this.#marks === undefined) {
      this.#memory = this.#allocate(size)
      this.#view = EMPTY
      this.#start = 0
      return
    }
    if (size >= this.#slab) this.#slab = Math.min(2 * this.#slab, LARGEST_SLAB)
    // A known size is reserved at once, but a header that promises a gigabyte gets it only as the bytes come.
    const known = Math.min(Math.max(have + size, this.#need), Math.max(LARGEST_RESERVE, 4 * have))
    // What comes behind a large frame must not move it again, just because it came along with its end.
    const behind = this.#need - have > LARGEST_SLAB ? LARGEST_SLAB : 0
    const from = this.#offset()
    this.#marks?.moved(from - this.#start)
    const memory = this.#allocate(Math.max(this.#slab, from + known + behind, from + 2 * have))
    memory.set(this.#view.subarray(this.#start), from)
    this.#memory = memory
    this.#view = memory.subarray(0, from + have)
    this.#start = from
  }

  /** Where the frame under way is to begin in new memory: so that its body, of which a large one is not copied again, is aligned. */
  #offset(): number {
    const seen = this.#start + this.#scanned
    const lead = this.#framing?.lead?.(this.#view.subarray(0, seen), this.#start) ?? 0
    return -lead & 7
  }
}

/** Do these bytes lie in `memory`, from `at` on? */
function follows(bytes: Uint8Array, memory: Uint8Array, at: number): boolean {
  return bytes.buffer === memory.buffer && bytes.byteOffset === memory.byteOffset + at
}
