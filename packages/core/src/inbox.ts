/** What has been received and belongs to nobody yet: frames for readers, strays, partials, trailers of blocks. */
import type { Framing } from './framing/framing.ts'
import { type Allocate, ReceiveBuffer } from './receive-buffer.ts'
import { Run } from './run.ts'
import type { StreamState } from './stream.ts'

export class Inbox {
  readonly #allocate: Allocate
  readonly #limit: number
  readonly #buffer: ReceiveBuffer
  /** Input that a stream with `match` has not sifted yet; it lies behind `#buffer`. */
  #unsifted: ReceiveBuffer | undefined
  /** What may follow the block that was taken last, and belongs to it. */
  #trailers: readonly Uint8Array[] | undefined

  constructor(allocate: Allocate, limit: number) {
    this.#allocate = allocate
    this.#limit = limit
    this.#buffer = new ReceiveBuffer(allocate, limit)
  }

  get length(): number {
    return this.#buffer.length + (this.#unsifted?.length ?? 0)
  }

  /** Bytes that are for readers: all, or what a stream with `match` has left them. */
  get forReaders(): number {
    return this.#buffer.length
  }

  /** Bytes that a stream with `match` has left to readers. */
  get sifted(): number {
    return this.#unsifted === undefined ? 0 : this.#buffer.length
  }

  /** Where the next byte lies that nobody has looked at. */
  #front(): ReceiveBuffer {
    return this.#unsifted === undefined || this.#buffer.length > 0 ? this.#buffer : this.#unsifted
  }

  #input(): ReceiveBuffer {
    return this.#unsifted ?? this.#buffer
  }

  /** Does the carrier say where messages end? */
  get inMessages(): boolean {
    return this.#buffer.inMessages
  }

  /** `end`: does a message end behind it; undefined where the carrier never says so. */
  append(chunk: Uint8Array, end?: boolean): void {
    const input = this.#input()
    input.append(chunk)
    if (end !== undefined) input.messageEnds(end)
    if (this.#trailers === undefined || this.#swallow() || end !== true) return
    this.#trailers = undefined // what begins like one is none: no more will come
  }

  /**
   * The next frame for a reader, or undefined as long as it is not whole.
   *
   * @throws {MalformedFrame} when no frame can begin here
   * @throws {LimitOverrun} when its end is not within the limit
   */
  next(framing: Framing, view = false): Uint8Array | undefined {
    if (this.#trailers !== undefined && !this.#swallow()) return undefined
    const frame = this.#buffer.take(framing, view)
    if (frame === undefined) return undefined
    const body = framing.body?.(frame) ?? frame
    if (framing.trailers !== undefined && !this.#buffer.ended && !(framing.searching?.(frame, 0) ?? true)) {
      this.#trailers = framing.trailers
      this.#swallow()
    }
    return framing.lead === undefined ? body : this.#aligned(body)
  }

  /** At a multiple of 8 in its memory, so that an array of any numbers can be a view of it: copied when it must be. */
  #aligned(body: Uint8Array): Uint8Array {
    if ((body.byteOffset & 7) === 0) return body
    const copy = this.#allocate(body.length)
    copy.set(body)
    return copy
  }

  /** At most `most` frames for a stream, or undefined as long as none is whole. Throws as `next` does. */
  nextRun(framing: Framing, most: number): Run | undefined {
    const plain = framing.body === undefined && framing.trailers === undefined
    if (plain && this.#trailers === undefined) return this.#buffer.takeRun(framing, most)
    const frame = this.next(framing, true)
    return frame === undefined ? undefined : new Run(frame, 0, [frame.length], undefined, this.inMessages)
  }

  /** A copy of what is there, of the first `most` bytes. */
  peek(most = Number.POSITIVE_INFINITY): Uint8Array {
    const front = this.#buffer.peek(most)
    const back = this.#unsifted?.peek(most - front.length)
    if (back === undefined || back.length === 0) return front
    const all = this.#allocate(front.length + back.length)
    all.set(front)
    all.set(back, front.length)
    return all
  }

  /** Takes everything; what a stream with `match` still has to sift stays with it. */
  takeAll(): Uint8Array {
    if (this.#trailers !== undefined && !this.#swallow()) {
      // The beginning of a trailer, and perhaps never more: only its rest may still come.
      const front = this.#front()
      const begun = front.peek()
      const rest = this.#trailers.filter((trailer) => begun.every((byte, i) => byte === trailer[i]))
      this.#trailers = rest.map((trailer) => trailer.subarray(begun.length))
      front.clear()
      return this.#allocate(0)
    }
    const all = this.#buffer.peek()
    this.#buffer.clear()
    return all
  }

  unread(bytes: Uint8Array): void {
    this.#buffer.unread(bytes)
  }

  /** The connection is gone, and nobody may read what is left of it. */
  clear(): void {
    this.#buffer.clear()
    this.#unsifted?.clear()
    this.#trailers = undefined
  }

  /** A stream with `match` begins or ends. */
  sifting(on: boolean): void {
    if (this.#unsifted !== undefined) this.#buffer.takeOver(this.#unsifted)
    this.#unsifted = on ? new ReceiveBuffer(this.#allocate, this.#limit) : undefined
    if (on) this.#resift()
  }

  /**
   * Gives a stream with `match` its frames, and readers the others. A reader whose replies are not lines (`raw`) takes
   * the bytes as they come, from where its reply begins: lines in front of it are still told apart.
   */
  sift(framing: Framing, stream: StreamState, raw: Framing | undefined): void {
    const input = this.#unsifted
    if (input === undefined) return
    while (!this.#begun(input, raw)) {
      if (this.#trailers !== undefined && !this.#swallow()) return
      if (this.#begun(input, raw)) break
      const frame = input.take(framing, true)
      if (frame === undefined) return
      if (stream.match?.(frame)) stream.held.push(frame, input.inMessages)
      else {
        this.#buffer.append(frame)
        if (input.inMessages) this.#buffer.messageEnds(input.ended)
      }
    }
    if (input.length > 0) this.#buffer.takeOver(input)
  }

  /** Is what comes next part of the reply of this reader, which is not lines? */
  #begun(input: ReceiveBuffer, raw: Framing | undefined): boolean {
    return raw !== undefined && (raw.first === undefined || this.#buffer.length > 0 || input.first === raw.first)
  }

  /** After a raw reader: what it left is for the stream to look at again. */
  resift(): void {
    if (this.#unsifted !== undefined && this.#buffer.length > 0) this.#resift()
  }

  #resift(): void {
    this.#unsifted?.takeOver(this.#buffer, true)
  }

  /** Swallows a trailer; false as long as it can't be told whether one is coming. */
  #swallow(): boolean {
    const front = this.#front()
    let undecided = false
    for (const trailer of this.#trailers ?? []) {
      const gone = front.skip(trailer)
      if (gone === undefined) undecided = true
      else if (gone) {
        this.#trailers = undefined
        return true
      }
    }
    if (!undecided) this.#trailers = undefined
    return !undecided
  }
}
