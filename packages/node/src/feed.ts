/** A feed: a stream as its consumer holds it, one frame at a time or pushed in batches. */
import { type AnySockioError, Exchange, type Framing, type StreamState } from '@sockio/core'
import type { Delivery } from './call.ts'
import type { FrameDecode } from './decode.ts'

/** Frames that a pulling consumer is given at once, so that a turn of the machine is paid once for many. */
const BATCH = 256

/** What a feed needs of its connection. */
export interface FeedSource {
  credit(feed: Exchange, n: number): void
  cancelFeed(feed: Exchange, unused: readonly Uint8Array[]): void
}

/** How the frames of a pushed feed arrive. */
export interface FeedSink<T> {
  /** Frames in order, never none. */
  frames(values: readonly T[]): void
  /** The stream is over; called once. */
  end(error?: AnySockioError): void
}

/**
 * Made by `Connection.lines` and `Connection.blocks`. Either pull: `next()` or `take()` until there is none, then
 * `wait()`; or push: `flow(sink)`.
 */
export class Feed<T> extends Exchange implements Delivery {
  readonly #source: FeedSource
  readonly #decode: FrameDecode<T>
  readonly signal: AbortSignal | undefined
  #batch: Uint8Array[] = []
  #index = 0
  #sink: FeedSink<T> | undefined
  #wake: (() => void) | undefined
  /** The stream has settled; frames may still be in the batch. */
  #settled = false
  error: AnySockioError | undefined = undefined

  constructor(
    framing: Framing,
    state: StreamState,
    decode: FrameDecode<T>,
    source: FeedSource,
    signal: AbortSignal | undefined,
  ) {
    super({ framing, count: Number.POSITIVE_INFINITY, stream: state })
    this.#source = source
    this.#decode = decode
    this.signal = signal
  }

  /** Frames dropped so far by the overflow policy. */
  get dropped(): number {
    return this.stream?.dropped ?? 0
  }

  /** Nothing more will come. */
  get ended(): boolean {
    return this.#settled && this.#index === this.#batch.length
  }

  /** The next frame when it is there; else it is asked for, and `wait` tells when to try again. */
  next(): T | undefined {
    if (this.#index === this.#batch.length) this.#refill()
    const frame = this.#batch[this.#index]
    if (frame === undefined) return undefined
    this.#index++
    return this.#decode(frame)
  }

  /** The frames that are there, at most so many; when there are none, they are asked for, and `wait` tells when to try. */
  take(most: number = BATCH): T[] {
    if (this.#index === this.#batch.length) this.#refill()
    const end = Math.min(this.#batch.length, this.#index + most)
    const frames = end - this.#index === this.#batch.length ? this.#batch : this.#batch.slice(this.#index, end)
    this.#index = end
    return frames.map(this.#decode)
  }

  /** The last `n` frames of the latest `take` were not used after all: they are the next ones again. */
  giveBack(n: number): void {
    this.#index = Math.max(0, this.#index - n)
  }

  /** Calls `wake` once, when a frame is there or the feed has ended. */
  wait(wake: () => void): void {
    this.#wake = wake
  }

  /** The consumer rests: it asks for nothing any more, so that what it was not given yet stays with the connection. */
  withdraw(): void {
    const credit = this.stream?.credit ?? 0
    if (credit > 0) this.#source.credit(this, -credit)
  }

  /** Pushes all frames from now on to `sink`, as fast as they come. */
  flow(sink: FeedSink<T>): void {
    this.#sink = sink
    this.#source.credit(this, Number.POSITIVE_INFINITY)
  }

  /** The consumer has had enough: the read lane is free again, and what it did not use stays in the buffer. */
  cancel(): void {
    this.#sink = undefined
    this.#wake = undefined
    const unused = this.#batch.slice(this.#index)
    this.#batch = []
    this.#index = 0
    if (!this.#settled) this.#source.cancelFeed(this, unused)
  }

  #refill(): void {
    this.#batch = []
    this.#index = 0
    this.#wake = undefined // who asks is awake
    if (this.#settled) return
    const wanted = this.stream?.overflow === 'pause' ? BATCH : 1
    const credit = this.stream?.credit ?? 0
    if (credit < wanted) this.#source.credit(this, wanted - credit)
  }

  /** For the driver: a frame has come; true when it is the first since the last delivery. */
  push(frame: Uint8Array): boolean {
    return this.#batch.push(frame) === 1
  }

  /** For the driver: the stream is over. */
  settle(error: AnySockioError | undefined): void {
    this.#settled = true
    this.error = error
  }

  deliver(): void {
    const sink = this.#sink
    if (sink === undefined) {
      const wake = this.#wake
      this.#wake = undefined
      // Its `timeout` is the longest wait: while the consumer works on what it has, nothing is asked for.
      if (this.stream?.timeout !== Number.POSITIVE_INFINITY) this.withdraw()
      wake?.()
      return
    }
    if (this.#batch.length > 0) {
      const values = this.#batch.map(this.#decode)
      this.#batch = []
      sink.frames(values)
    }
    if (this.#settled && this.#sink !== undefined) {
      this.#sink = undefined
      sink.end(this.error)
    }
  }
}
