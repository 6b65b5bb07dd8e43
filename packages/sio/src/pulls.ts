/**
 * What a loop that blocks pulls of a stream. Where it may be, a stream is pulled before the loop asks for more: so either thread
 * works while the other does, and none has to be woken for each batch. What is left unused of that goes back, see `hosted-stream.ts`.
 */
import type { Run } from '@sockio/core'
import type { Future } from './future.ts'

/** With one, the other thread would have nothing to serve when it is told of the next. */
const AHEAD = 2

/** A limit runs while the consumer waits, and what is given can't be dropped any more: such streams are pulled when it does. */
export function runsAhead(options: unknown): boolean {
  if (typeof options !== 'object' || options === null) return true
  const { timeout, overflow = 'pause' }: { readonly timeout?: unknown; readonly overflow?: unknown } = options
  return timeout === undefined && overflow === 'pause'
}

export class Pulls {
  readonly #pull: (quietly: boolean) => Future<Run | undefined>
  readonly #ahead: number
  readonly #asked: Future<Run | undefined>[] = []
  #taking = false

  /** `quietly`: it need not be heard of before something is given. */
  constructor(pull: (quietly: boolean) => Future<Run | undefined>, ahead: boolean) {
    this.#pull = pull
    this.#ahead = ahead ? AHEAD : 0
  }

  /** Blocks for the next frames; undefined when there are no more. The stack of an error begins above `entry`. */
  take(entry: () => unknown): Run | undefined {
    if (this.#taking) this.#asked.length = 0 // that was cut short, and the stream cancelled with it
    this.#taking = true
    const next = this.#asked[0] ?? this.#pull(false)
    const run = next.waitFor(Number.POSITIVE_INFINITY, entry)
    this.#asked.shift()
    if (run !== undefined) while (this.#asked.length < this.#ahead) this.#asked.push(this.#pull(true))
    this.#taking = false
    return run
  }
}
