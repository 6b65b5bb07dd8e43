/** A stream, pushed: each frame as it comes, until its user rests, has had enough, or it ends. */
import type { AnySockioError } from '@sockio/core'
import { type Feed, timers } from '@sockio/node'
import { type Calls, uncaught } from './calls.ts'

/** Where the frames go. */
export interface Sink<T> {
  frame(frame: T): void
}

/** A feed, and what takes the next of it. */
export interface Taken<V> {
  readonly feed: Feed<unknown>
  readonly next: () => V | undefined
}

/** Frame by frame. */
export const one = <T>(feed: Feed<T>): Taken<T> => ({ feed, next: () => feed.next() })

/** In batches. */
export const batch = <T>(feed: Feed<T>): Taken<T[]> => ({ feed, next: () => feed.batch() })

/**
 * Takes its feed frame by frame, or in batches, so that a listener that rests or leaves in the midst of many loses none of them. Each
 * start is a stream of its own, which holds the right to read until it is stopped or ends.
 */
export class Flow<V> {
  readonly #calls: Calls
  readonly #make: () => Taken<V>
  readonly #end: (error: AnySockioError | undefined) => void
  #sink: Sink<V> | undefined
  #taken: Taken<V> | undefined
  #paused = false
  #dropped = 0

  /** `end` is told that it has ended by itself. */
  constructor(calls: Calls, make: () => Taken<V>, end: (error: AnySockioError | undefined) => void) {
    this.#calls = calls
    this.#make = make
    this.#end = end
  }

  /** Frames dropped so far by the overflow policy. */
  get dropped(): number {
    return this.#dropped + (this.#taken?.feed.dropped ?? 0)
  }

  /** Starts it, unless it runs; what comes from now on goes to `sink`. */
  start(sink: Sink<V>): void {
    this.#sink = sink
    if (this.#taken !== undefined) return
    const taken = this.#make()
    this.#taken = taken
    this.#calls.enter(() => this.#calls.connection.subscribe(taken.feed))
    timers.nextTick(this.#serve) // no listener is called within the call that adds it
  }

  /**
   * Gives up the right to read; what was not used stays in the buffer. Who leaves can't resume any more (`events.on` with
   * `highWaterMark` pauses behind its user's back), so the next who listens is not held up by that.
   */
  stop(): void {
    if (this.#sink !== undefined) this.#paused = false
    this.#sink = undefined
    const taken = this.#forget()
    if (taken !== undefined) this.#calls.enter(() => taken.feed.cancel())
  }

  /** Nothing more until `resume`: what comes is held up, or treated as the overflow policy says. */
  pause(): void {
    this.#paused = true
    this.#calls.enter(() => this.#taken?.feed.withdraw())
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    timers.nextTick(this.#serve)
  }

  #forget(): Taken<V> | undefined {
    const taken = this.#taken
    this.#dropped = this.dropped
    this.#taken = undefined
    return taken
  }

  readonly #serve = (): void => {
    if (this.#calls.within) {
      timers.nextTick(this.#serve)
      return
    }
    try {
      this.#taken?.feed.within(this.#give)
    } catch (thrown) {
      uncaught(thrown)
      timers.nextTick(this.#serve) // it goes on with the frames behind
    }
  }

  readonly #give = (): void => {
    for (let taken = this.#taken; taken !== undefined; taken = this.#taken) {
      const { feed } = taken
      const frame = this.#paused ? undefined : taken.next()
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
