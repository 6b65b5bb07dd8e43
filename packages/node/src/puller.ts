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

/** Hands out the frames of a feed, which begins with the first that is asked for; who asked first gets the first. */
export class Puller<T> {
  readonly #connection: Connection
  readonly #feed: Feed<T>
  #started = false
  #ended = false
  /** Started, not ended, and nobody waits: then a frame that is there is the next. */
  #flowing = false
  /** Those who asked before the ones ahead of them were answered. */
  readonly #waiting: Taker<T>[] = []

  constructor(connection: Connection, feed: Feed<T>) {
    this.#connection = connection
    this.#feed = feed
  }

  /** How many frames the `overflow` policy has dropped so far. */
  get dropped(): number {
    return this.#feed.dropped
  }

  /** It was left, or somebody was told of its end. */
  get ended(): boolean {
    return this.#ended
  }

  /** The next frame, where it is there and nobody waits for it: what `ask` would give at once, without a taker. */
  take(): T | undefined {
    return this.#flowing ? this.#feed.next() : undefined
  }

  /** Asks for the next frame; `taker` may be told before this returns. */
  ask(taker: Taker<T>): void {
    this.#flowing = false
    this.#waiting.push(taker)
    this.#serve()
  }

  /** Ends the stream. Those who wait are told that nothing more comes; what was not taken stays in the buffer. */
  leave(): void {
    this.#ended = true
    this.#flowing = false
    if (this.#started) this.#feed.cancel()
    this.#serve()
  }

  /** Answers those who wait, in their order, with what there is. */
  readonly #serve = (): void => {
    for (let taker = this.#waiting[0]; taker !== undefined; taker = this.#waiting[0]) {
      const value = this.#next()
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

  #next(): T | undefined {
    if (this.#ended) return undefined
    if (!this.#started) {
      this.#started = true
      this.#connection.subscribe(this.#feed)
    }
    return this.#feed.next()
  }
}
