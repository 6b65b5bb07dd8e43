/** A stream as an Observable, taken from its feed one frame or one batch at a time, so that leaving it early loses none. */
import { type Inspected, inspection, type Overflow, shownAs } from '@sockio/core'
import { type Caller, type Connection, calledBy, type Feed, type Supply } from '@sockio/node'
import { defer, Observable, type ObservableInput, type ObservedValueOf, type Subscriber } from 'rxjs'
import { coldOf, subscribeWithin } from './cold.ts'

/** A feed, and what is taken of it. */
interface Taken<V> {
  readonly feed: Feed<unknown>
  readonly supply: Supply<V>
}

/** What makes the feeds of a stream, one for each subscription, and who made the stream. */
interface Source<F> {
  readonly connection: Connection
  readonly make: (overflow?: Overflow) => F
  readonly caller: Caller | undefined
}

/** A stream of frames, or of batches of them. */
class Frames<V> extends Observable<V> {
  readonly #of: Source<Taken<V>>
  readonly #name: string
  #feed: Feed<unknown> | undefined

  constructor(of: Source<Taken<V>>, name: 'Lines' | 'Batches') {
    super((subscriber) => {
      if (subscriber.closed) return
      const taken = of.make()
      const eager = taken.feed.stream?.overflow === 'pause' ? taken : of.make('pause')
      pull(of, eager, subscriber, () => (item) => {
        subscriber.next(item)
        return true
      })
    })
    this.#of = of
    this.#name = name
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs(this.#name, this.#of.connection.shown, how)
  }

  /** How many frames the `overflow` policy has dropped in the latest subscription of a `concatMap`. */
  get dropped(): number {
    return this.#feed?.dropped ?? 0
  }

  /**
   * Like the operator, with back-pressure: the next is asked for when the Observable made of the one before has
   * completed. What comes meanwhile is held up at the socket, or treated as `overflow` says.
   *
   * @example
   * sock.lines({ encoding: 'utf8', overflow: 'latest' }).concatMap((line) => plot(line)).subscribe()
   */
  concatMap<O extends ObservableInput<unknown>>(
    project: (item: V, index: number) => O,
  ): Observable<ObservedValueOf<O>> {
    return coldOf(
      () => this.#of.connection.shown,
      (subscriber) => {
        const taken = this.#of.make()
        this.#feed = taken.feed
        let index = 0
        pull(this.#of, taken, subscriber, (more) => (item) => {
          let within = true
          let completed = false
          subscribeWithin(
            subscriber,
            defer(() => project(item, index++)),
            {
              next: (value) => subscriber.next(value),
              error: (error: unknown) => subscriber.error(error),
              complete: () => {
                completed = true
                if (!within) more()
              },
            },
          )
          within = false
          return completed
        })
      },
    )
  }
}

/**
 * What `lines()` and `blocks()` give: cold, so that each subscription is a stream of its own and holds the right to
 * read until it ends; share one with `share()`. While nobody is subscribed, what comes waits in the buffer, and then,
 * by back-pressure, in the instrument. What was not used when the subscription ends stays in the buffer.
 *
 * A plain subscriber is never slow: it takes each frame as it comes, and `overflow` does not apply. Where work on one
 * frame takes time, and the next must wait for it, `concatMap` of this class (not the operator, which keeps what it
 * can't do yet in a list without bound) asks the instrument only for what is worked on.
 */
export class Lines<T> extends Frames<T> {
  readonly #of: Source<Feed<T>>

  /** @internal */
  constructor(connection: Connection, make: (overflow?: Overflow) => Feed<T>) {
    const of = { connection, make, caller: connection.callers.of(Lines) }
    super({ ...of, make: (overflow) => one(make(overflow)) }, 'Lines')
    this.#of = of
  }

  /**
   * This stream in arrays: all that is there by then, at least one. An array that was given is used; what comes behind
   * it stays in the buffer when the subscription ends.
   *
   * @example
   * sock.lines({ encoding: 'utf8' }).batches().concatMap((lines) => save(lines)).subscribe()
   */
  batches(): Batches<T> {
    return new Batches(this.#of)
  }
}

/** What `batches()` of a stream gives: cold, and with a `concatMap` of its own, as that is. */
export class Batches<T> extends Frames<T[]> {
  /** @internal */
  constructor(of: Source<Feed<T>>) {
    super({ ...of, make: (overflow) => batch(of.make(overflow)) }, 'Batches')
  }
}

const one = <T>(feed: Feed<T>): Taken<T> => ({ feed, supply: feed })
const batch = <T>(feed: Feed<T>): Taken<T[]> => ({ feed, supply: feed.batches() })

/** Takes what comes until that is not done with at once; `more` then goes on. */
function pull<V>(
  { connection, caller }: Source<Taken<V>>,
  { feed, supply }: Taken<V>,
  subscriber: Subscriber<unknown>,
  taker: (more: () => void) => (item: V) => boolean,
): void {
  const serve = (): void => connection.hand(feed, give)
  const give = (): void => {
    while (!subscriber.closed) {
      const item = supply.next()
      if (item !== undefined) {
        const done = take(item)
        connection.returned(feed)
        if (!done) return
      } else if (!feed.ended) {
        feed.wait(serve)
        return
      } else if (feed.error === undefined) subscriber.complete()
      else subscriber.error(calledBy(feed.error, caller))
    }
  }
  const take = taker(serve)
  subscriber.add(() => feed.cancel())
  connection.subscribe(feed)
  serve()
}
