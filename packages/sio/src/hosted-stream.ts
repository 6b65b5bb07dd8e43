/** A stream whose consumer is in the other thread: what has come goes there in batches, when it is asked for, and is cut there. */
import type { Run } from '@sockio/core'
import type { Connection, Feed } from '@sockio/node'

/** The answers to a pull, by its number. */
export interface PullReplies {
  frames(pull: number, run: Run): void
  end(pull: number): void
  error(pull: number, error: unknown): void
  /** The stream is over, and all of that is told. */
  gone(): void
}

export class HostedStream {
  readonly #connection: Connection
  readonly #feed: Feed<unknown>
  readonly #replies: PullReplies
  readonly #pulls: number[] = []
  /** How many runs the consumer was given, and how many frames the latest has. */
  #given = 0
  #latest = 0
  #started = false
  #over = false

  constructor(connection: Connection, feed: Feed<unknown>, replies: PullReplies) {
    this.#connection = connection
    this.#feed = feed
    this.#replies = replies
  }

  get dropped(): number {
    return this.#feed.dropped
  }

  /** What starts it, or its stop, has still to be sent. */
  get unsent(): boolean {
    return this.#feed.unsent
  }

  pull(id: number): void {
    this.#pulls.push(id)
    if (!this.#started) {
      this.#started = true
      this.#connection.subscribe(this.#feed)
    }
    this.#serve()
  }

  /**
   * The consumer has had enough. It has begun so many runs, and not used the last `unused` frames of the latest of them; one
   * that was still on its way to it is not used at all.
   */
  leave(unused: number, begun: number): void {
    this.#feed.giveBack(begun === this.#given ? unused : this.#latest)
    this.#feed.cancel()
    this.#over = true
    this.#serve()
    this.#replies.gone()
  }

  readonly #serve = (): void => {
    for (let pull = this.#pulls[0]; pull !== undefined; pull = this.#pulls[0]) {
      if (!this.#over) {
        const run = this.#feed.run()
        if (run !== undefined) {
          this.#pulls.shift()
          this.#given++
          this.#latest = run.ends.length
          this.#replies.frames(pull, run)
          continue
        }
        if (!this.#feed.ended) {
          this.#feed.wait(this.#serve)
          return
        }
        this.#over = true
        if (this.#feed.error !== undefined) {
          this.#pulls.shift()
          this.#replies.error(pull, this.#feed.error)
          continue
        }
      }
      this.#pulls.shift()
      this.#replies.end(pull)
    }
  }
}
