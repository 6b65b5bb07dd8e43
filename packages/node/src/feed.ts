/** A feed: a stream as its consumer holds it, one frame at a time, each made when it is taken. */
import type { AsyncResource } from 'node:async_hooks'
import { type AnySockioError, ClosedError, Exchange, Fifo, type Framing, Run, type StreamState } from '@sockio/core'
import type { Delivery } from './call.ts'
import type { Cut, Cutter, Spoilt } from './decode.ts'

/** Frames that a pulling consumer is given at once, so that a turn of the machine is paid once for many. */
const BATCH = 4096
const NOTHING = new Run(new Uint8Array(0), 0, [])

/** What a feed needs of its connection. */
export interface FeedSource {
  credit(feed: Exchange, n: number): void
  cancelFeed(feed: Exchange, unused: readonly Uint8Array[]): void
  /** The error of a stream of this request, one of whose frames has no value. */
  undecodable(request: Uint8Array | undefined, frame: Uint8Array, thrown: unknown): AnySockioError
}

/** What a feed is for the engine: what starts it, its frames, and its state. */
export interface FeedExchange {
  readonly request: Uint8Array | undefined
  readonly framing: Framing
  readonly stream: StreamState
}

/** What gives frames of a feed, or batches of them: an object, since V8 calls its method faster than a function of each. */
export interface Supply<V> {
  /** The next when it is there; else it is asked for, and `wait` of the feed tells when to try again. */
  next(): V | undefined
}

/** Made by `Connection.feeds`. Call `next()` (or `take()`) until it gives nothing, then `wait()`. */
export class Feed<T> extends Exchange implements Delivery, Supply<T> {
  readonly #source: FeedSource
  readonly #cutter: Cutter<T>
  readonly signal: AbortSignal | undefined
  /** The run whose frames are being taken, those taken, and where the next begins; and the runs behind it. */
  #run = NOTHING
  #index = 0
  #from = 0
  #cut: Cut<T>
  readonly #runs = new Fifo<Run>()
  #wake: (() => void) | undefined
  /** The stream has settled; there may still be frames. */
  #settled = false
  error: AnySockioError | undefined = undefined
  /** What its consumer is in: the stores of `AsyncLocalStorage` in which it is woken. */
  context: AsyncResource | undefined = undefined

  constructor(
    { request, framing, stream }: FeedExchange,
    cutter: Cutter<T>,
    source: FeedSource,
    signal: AbortSignal | undefined,
  ) {
    super({ request, framing, count: Number.POSITIVE_INFINITY, stream })
    this.#source = source
    this.#cutter = cutter
    this.#cut = cutter(NOTHING, this.#spoilt)
    this.signal = signal
  }

  /** Frames dropped so far by the overflow policy. */
  get dropped(): number {
    return this.stream?.dropped ?? 0
  }

  /** Nothing more will come. */
  get ended(): boolean {
    return this.#settled && this.#index === this.#run.ends.length && this.#runs.length === 0
  }

  /** What starts it, or its stop, has still to be sent. */
  override get unsent(): boolean {
    return super.unsent || this.stream?.stopping?.unsent === true
  }

  /** The next frame when it is there; else it is asked for, and `wait` tells when to try again. */
  next(): T | undefined {
    return this.#next(1)
  }

  #next(wanted: number): T | undefined {
    const to = this.#run.ends[this.#index] ?? this.#nextRun(wanted)
    if (to === undefined) return undefined
    const from = this.#from
    this.#from = to
    this.#index++
    return this.#cut.frame(from, to)
  }

  /** The frames that are there, at most so many; when there are none, they are asked for, and `wait` tells when to try. */
  take(most: number): T[] {
    const frames: T[] = []
    for (let frame = this.#next(most); frame !== undefined; frame = this.#next(most)) {
      frames.push(frame)
      if (frames.length >= most || this.#index === this.#run.ends.length) break
    }
    return frames
  }

  /** The frames that are there, as `take` gives them; undefined when there are none. */
  batch(): T[] | undefined {
    const frames = this.take(BATCH)
    return frames.length > 0 ? frames : undefined
  }

  /** This feed in batches. */
  batches(): Supply<T[]> {
    return { next: () => this.batch() }
  }

  /** The frames that are there where they lie, for who cuts them elsewhere; undefined when there are none, as with `take`. */
  run(): Run | undefined {
    if (this.#run.ends[this.#index] === undefined && this.#nextRun(BATCH) === undefined) return undefined
    const { memory, ends, loose } = this.#run
    const run = new Run(memory, this.#from, ends.slice(this.#index), undefined, loose)
    this.#index = ends.length
    this.#from = ends.at(-1) ?? this.#run.start
    return run
  }

  /** The last `n` frames of the latest `take` or `run` were not used after all: they are the next ones again. */
  giveBack(n: number): void {
    this.#index = Math.max(0, this.#index - n)
    this.#from = this.#run.ends[this.#index - 1] ?? this.#run.start
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

  /**
   * The consumer has had enough: its stop is sent, if it has one; without, what it did not use stays in the buffer. Of a
   * stream that has ended that is set aside: whose connection was closed, with all else that had come.
   */
  cancel(): void {
    this.#wake = undefined
    const unused = [this.#run.bytes(this.#from), ...this.#runs.drain().map((run) => run.bytes())]
    this.#run = NOTHING
    this.#index = 0
    this.#from = 0
    const left = unused.some((bytes) => bytes.length > 0) && !(this.error instanceof ClosedError)
    if (!this.#settled || left) this.#source.cancelFeed(this, unused)
  }

  /** The frame that was taken last has no value: the stream ends there, and what is behind it stays in the buffer. */
  readonly #spoilt: Spoilt = (frame, thrown) => {
    this.cancel()
    this.settle(this.#source.undecodable(this.request, frame, thrown))
  }

  /** Begins the next run, asking for one where there is none; where its first frame ends. */
  #nextRun(wanted: number): number | undefined {
    this.#wake = undefined // who asks is awake
    if (this.#runs.length === 0 && !this.#settled) this.#ask(wanted)
    const run = this.#runs.shift()
    if (run === undefined) return undefined
    this.#run = run
    this.#cut = this.#cutter(run, this.#spoilt)
    this.#index = 0
    this.#from = run.start
    return run.ends[0]
  }

  /**
   * Where frames may be dropped, its consumer gets what it takes at once of those that are kept, and waits for one: what
   * is given to it can't be dropped any more.
   */
  #ask(most: number): void {
    const overflow = this.stream?.overflow
    const wanted = overflow === 'pause' ? BATCH : overflow === 'latest' ? 1 : Math.min(most, BATCH)
    const credit = this.stream?.credit ?? 0
    if (credit < wanted) this.#source.credit(this, wanted - credit)
    const left = this.stream?.credit ?? 0
    if (overflow !== 'pause' && left > 1) this.#source.credit(this, 1 - left)
  }

  /** For the driver: frames have come; true when they are the first since the last delivery. */
  push(run: Run): boolean {
    this.#runs.push(run)
    return this.#runs.length === 1
  }

  /** For the driver: the stream is over. */
  settle(error: AnySockioError | undefined): void {
    this.#settled = true
    this.error ??= error
  }

  deliver(): void {
    const wake = this.#wake
    this.#wake = undefined
    // While the consumer works on what it has, nothing is asked for: what comes meanwhile stays in the buffer, within its
    // size, and the `timeout` of one frame rests.
    this.withdraw()
    if (wake !== undefined) this.within(wake)
  }

  /** Runs something of the consumer's in the context that it has subscribed in. */
  within(run: () => void): void {
    if (this.context === undefined) run()
    else this.context.runInAsyncScope(run)
  }
}
