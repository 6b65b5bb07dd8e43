/** Pulls a stream, for flavours whose consumers ask for each frame. */
import type { AnySockioError } from '@sockio/core'
import type { Connection } from './connection.ts'
import type { Feed } from './feed.ts'

/** Who asks for a frame; exactly one of the two is called, once. */
export interface Taker<T> {
  onValue(value: T): void
  /** Nothing more comes. Of an `error` that ended the stream only the first is told. */
  onEnd(error?: AnySockioError): void
}

/** What is pulled: the frames of a stream, or batches of them. */
export interface Pulled<V> {
  /** How many frames the `overflow` policy has dropped so far. */
  readonly dropped: number
  /** It was left, or somebody was told of its end. */
  readonly ended: boolean
  /** The next, where it is there and nobody waits for it: what `ask` would give at once, without a taker. */
  take(): V | undefined
  /** Asks for the next; `taker` may be told before this returns. */
  ask(taker: Taker<V>): void
  /** Ends the stream. Those who wait are told that nothing more comes; what was not taken stays in the buffer. */
  leave(): void
}

/** Who waits, and what gives what they wait for. */
interface Waiting {
  readonly taker: Taker<unknown>
  readonly next: () => unknown
}

/** Hands out the frames of a feed, which begins with the first that is asked for; who asked first gets the first. */
export class Puller<T> implements Pulled<T> {
  readonly #connection: Connection
  readonly #feed: Feed<T>
  #started = false
  #ended = false
  /** Started, not ended, and nobody waits: then a frame that is there is the next. */
  #flowing = false
  /** Those who asked before the ones ahead of them were answered. */
  readonly #waiting: Waiting[] = []
  readonly #next = () => this.#feed.next()

  constructor(connection: Connection, feed: Feed<T>) {
    this.#connection = connection
    this.#feed = feed
  }

  /** This stream in arrays of what is there, none of which is empty. */
  batches(): Pulled<T[]> {
    const puller = this
    const next = () => this.#feed.batch()
    return {
      get dropped() {
        return puller.dropped
      },
      get ended() {
        return puller.ended
      },
      take: () => (this.#flowing ? next() : undefined),
      ask: (taker) => this.#ask({ taker, next }),
      leave: () => this.leave(),
    }
  }

  get dropped(): number {
    return this.#feed.dropped
  }

  get ended(): boolean {
    return this.#ended
  }

  take(): T | undefined {
    return this.#flowing ? this.#feed.next() : undefined
  }

  ask(taker: Taker<T>): void {
    this.#ask({ taker, next: this.#next })
  }

  #ask(waiting: Waiting): void {
    this.#flowing = false
    this.#waiting.push(waiting)
    this.#serve()
  }

  leave(): void {
    this.#ended = true
    this.#flowing = false
    if (this.#started) this.#feed.cancel()
    this.#serve()
  }

  /** Answers those who wait, in their order, with what there is. */
  readonly #serve = (): void => {
    for (let [waiting] = this.#waiting; waiting !== undefined; [waiting] = this.#waiting) {
      if (!this.#started && !this.#ended) this.#start()
      const { taker, next } = waiting
      const value = this.#ended ? undefined : next()
      let error: AnySockioError | undefined
      if (value === undefined && !this.#ended) {
        if (!this.#feed.ended) {
          this.#feed.wait(this.#serve)
          return
        }
        this.#ended = true
        error = this.#feed.error
      }
      this.#waiting.shift() // before it is told: it may ask again
      if (value === undefined) taker.onEnd(error)
      else taker.onValue(value)
    }
    this.#flowing = !this.#ended
  }

  #start(): void {
    this.#started = true
    this.#connection.subscribe(this.#feed)
  }
}
