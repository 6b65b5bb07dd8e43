/** A stream whose consumer is in the other thread: what has come goes there in batches, when it is asked for, and is cut there. */
import type { Run } from '@sockio/core'
import type { Connection, Feed } from '@sockio/node'

/** The answers to a pull, by its number. */
export interface PullReplies {
  frames(pull: number, run: Run): void
  end(pull: number): void
  error(pull: number, error: unknown): void
  /** It has served all that was pulled, so that the next pull is news; or has not. */
  hungry(hungry: boolean): void
  /** The stream is over, and all of that is told. */
  gone(): void
}

/** The consumer has at most so many runs that it has not begun, and the one that it is at. */
const KEPT = 3

export class HostedStream {
  readonly #connection: Connection
  readonly #feed: Feed<unknown>
  readonly #replies: PullReplies
  readonly #pulls: number[] = []
  /** How many runs the consumer was given, and the latest of them. */
  #given = 0
  #latest: Run[] = []
  #started = false
  #hungry = false
  #over = false

  constructor(connection: Connection, feed: Feed<unknown>, replies: PullReplies) {
    this.#connection = connection
    this.#feed = feed
    this.#replies = replies
  }

  get dropped(): number {
    return this.#feed.dropped
  }

  pull(id: number): void {
    this.#pulls.push(id)
    if (!this.#started) {
      this.#started = true
      this.#connection.subscribe(this.#feed)
    }
    this.#serve()
  }

  /** The consumer has had enough. It has begun so many runs, and not used the last `unused` frames of the latest of them. */
  leave(unused: number, begun: number): void {
    const first = this.#latest.length - (this.#given - begun) // of those that it has not begun
    const rest = this.#latest.slice(first).map((run) => run.bytes())
    const run = this.#latest[first - 1]
    if (run !== undefined) rest.unshift(run.bytes(run.ends[run.ends.length - unused - 1] ?? run.start))
    this.#feed.cancel(rest)
    this.#over = true
    this.#serve()
    this.#replies.gone()
  }

  readonly #serve = (): void => {
    this.#answer()
    const hungry = this.#pulls.length === 0 && !this.#over
    if (hungry !== this.#hungry) this.#replies.hungry(hungry)
    this.#hungry = hungry
  }

  #answer(): void {
    for (let pull = this.#pulls[0]; pull !== undefined; pull = this.#pulls[0]) {
      if (!this.#over) {
        const run = this.#feed.run()
        if (run !== undefined) {
          this.#pulls.shift()
          this.#given++
          this.#latest.push(run)
          if (this.#latest.length > KEPT) this.#latest.shift()
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
