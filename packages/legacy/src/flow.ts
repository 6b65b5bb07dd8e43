/** A stream, pushed: each frame as it comes, until its user rests, has had enough, or it ends. */
import type { AnySockioError } from '@sockio/core'
import { type Feed, type Supply, timers } from '@sockio/node'
import { type Calls, uncaught } from './calls.ts'

/** Where the frames go. */
export interface Sink<T> {
  frame(frame: T): void
}

/** What is taken of a feed. */
export interface Taking<T, V> {
  of(feed: Feed<T>): Supply<V>
}

/** Frame by frame. */
export const one = { of: <T>(feed: Feed<T>): Supply<T> => feed }

/** In batches. */
export const batch = { of: <T>(feed: Feed<T>): Supply<T[]> => feed.batches() }

/**
 * Takes its feed frame by frame, or in batches, so that a listener that rests or leaves in the midst of many loses none of them. Each
 * start is a stream of its own, which holds the right to read until it is stopped or ends.
 */
export class Flow<T, V> {
  readonly #calls: Calls
  readonly #make: () => Feed<T>
  readonly #taking: Taking<T, V>
  readonly #end: (error: AnySockioError | undefined) => void
  #sink: Sink<V> | undefined
  #feed: Feed<T> | undefined
  #supply: Supply<V> | undefined
  #paused = false
  #dropped = 0

  /** `end` is told that it has ended by itself. */
  constructor(
    calls: Calls,
    make: () => Feed<T>,
    taking: Taking<T, V>,
    end: (error: AnySockioError | undefined) => void,
  ) {
    this.#calls = calls
    this.#make = make
    this.#taking = taking
    this.#end = end
  }

  /** Frames dropped so far by the overflow policy. */
  get dropped(): number {
    return this.#dropped + (this.#feed?.dropped ?? 0)
  }

  /** Starts it, unless it runs; what comes from now on goes to `sink`. */
  start(sink: Sink<V>): void {
    this.#sink = sink
    if (this.#feed !== undefined) return
    const feed = this.#make()
    this.#feed = feed
    this.#supply = this.#taking.of(feed)
    this.#calls.enter(() => this.#calls.connection.subscribe(feed))
    timers.nextTick(this.#serve) // no listener is called within the call that adds it
  }

  /**
   * Gives up the right to read; what was not used stays in the buffer. Who leaves can't resume any more (`events.on` with
   * `highWaterMark` pauses behind its user's back), so the next who listens is not held up by that.
   */
  stop(): void {
    if (this.#sink !== undefined) this.#paused = false
    this.#sink = undefined
    const feed = this.#forget()
    if (feed !== undefined) this.#calls.enter(() => feed.cancel())
  }

  /** Nothing more until `resume`: what comes is held up, or treated as the overflow policy says. */
  pause(): void {
    this.#paused = true
    this.#calls.enter(() => this.#feed?.withdraw())
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    timers.nextTick(this.#serve)
  }

  #forget(): Feed<T> | undefined {
    const feed = this.#feed
    this.#dropped = this.dropped
    this.#feed = undefined
    this.#supply = undefined
    return feed
  }

  readonly #serve = (): void => {
    if (this.#calls.within) {
      timers.nextTick(this.#serve)
      return
    }
    try {
      this.#feed?.within(this.#give)
    } catch (thrown) {
      uncaught(thrown)
      timers.nextTick(this.#serve) // it goes on with the frames behind
    }
  }

  readonly #give = (): void => {
    for (let feed = this.#feed; feed !== undefined; feed = this.#feed) {
      const frame = this.#paused ? undefined : this.#supply?.next()
      if (frame !== undefined) this.#sink?.frame(frame)
      else if (feed.ended) {
        this.#forget()
        this.#end(feed.error)
      } else {
        feed.wait(this.#serve)
        return
      }
    }
  }
}
