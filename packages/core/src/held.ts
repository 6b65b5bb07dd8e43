/**
 * Frames set aside for a stream until it wants them: their bytes in one piece of memory, and the size of each. An object
 * for each would cost a hundred bytes and more, so that a flood of empty lines took many times the limit.
 */
import { exactly } from './framing/exactly.ts'
import { type Allocate, ReceiveBuffer } from './receive-buffer.ts'
import { Run } from './run.ts'

const SMALLEST = 16
const SIZE_BYTES = Uint32Array.BYTES_PER_ELEMENT
/** Frames in one run. */
const BATCH = 4096

export class Held {
  readonly #bytes: ReceiveBuffer
  /** The sizes of the frames, oldest first, from `#first` to `#last`. */
  #sizes = new Uint32Array(SMALLEST)
  #first = 0
  #last = 0
  #loose = false

  constructor(allocate?: Allocate) {
    this.#bytes = new ReceiveBuffer(allocate)
  }

  /** How many frames. */
  get length(): number {
    return this.#last - this.#first
  }

  /** What they take, in bytes: an empty line is not for nothing. */
  get cost(): number {
    return this.#bytes.length + SIZE_BYTES * this.length
  }

  /** Keeps a copy; `loose`: it may lack what ends it elsewhere. */
  push(frame: Uint8Array, loose = false): void {
    this.#bytes.append(frame)
    this.#pushSize(frame.length)
    this.#loose ||= loose
  }

  /** Keeps a copy of each. */
  pushRun(run: Run): void {
    this.#bytes.append(run.bytes())
    this.#loose ||= run.loose
    let from = run.start
    for (const to of run.ends) {
      this.#pushSize(to - from)
      from = to
    }
  }

  /** The oldest frames, at most so many. */
  take(most: number): Run | undefined {
    const count = Math.min(most, this.length, BATCH)
    if (count <= 0) return undefined
    const ends: number[] = []
    let end = 0
    for (let i = 0; i < count; i++) {
      end += this.#sizes[this.#first + i] as number
      ends.push(end)
    }
    this.#forget(count)
    return new Run(this.#takeBytes(end, false), 0, ends, undefined, this.#loose)
  }

  /** Lets the oldest go until the others cost no more than `limit`, or are `fewest`; how many that were. */
  dropTo(limit: number, fewest = 0): number {
    let bytes = 0
    let count = 0
    while (this.length - count > fewest && this.cost - bytes - SIZE_BYTES * count > limit) {
      bytes += this.#sizes[this.#first + count++] as number
    }
    this.#takeBytes(bytes, true)
    this.#forget(count)
    return count
  }

  /** The bytes of all, in one piece. */
  takeAll(): Uint8Array {
    const all = this.#bytes.peek()
    this.#bytes.clear()
    this.#forget(this.length)
    return all
  }

  #takeBytes(size: number, view: boolean): Uint8Array {
    return this.#bytes.take(exactly(size), view) as Uint8Array
  }

  #pushSize(size: number): void {
    if (this.#last === this.#sizes.length) this.#move()
    this.#sizes[this.#last++] = size
  }

  #forget(count: number): void {
    this.#first += count
    if (this.#first === this.#last) this.#move() // a burst must not keep its room
  }

  /** The sizes at the beginning of new memory, with room for as many. */
  #move(): void {
    const { length } = this
    if (length > 0 || this.#sizes.length > BATCH) {
      const sizes = new Uint32Array(Math.max(SMALLEST, 2 * length))
      sizes.set(this.#sizes.subarray(this.#first, this.#last))
      this.#sizes = sizes
    }
    this.#first = 0
    this.#last = length
  }
}
