/** A stream as an Observable, taken from its feed one frame at a time, so that leaving it early loses none. */
import { type Inspected, inspection, type Overflow, shownAs } from '@sockio/core'
import { type Caller, type Connection, calledBy, type Feed } from '@sockio/node'
import { defer, Observable, type ObservableInput, type ObservedValueOf, type Subscriber } from 'rxjs'
import { cold, subscribeWithin } from './cold.ts'

/**
 * What `lines()` and `blocks()` give: cold, so that each subscription is a stream of its own and holds the right to
 * read until it ends; share one with `share()`. While nobody is subscribed, what comes waits in the buffer, and then,
 * by back-pressure, in the instrument. What was not used when the subscription ends stays in the buffer.
 *
 * A plain subscriber is never slow: it takes each frame as it comes, and `overflow` does not apply. Where work on one
 * frame takes time, and the next must wait for it, `concatMap` of this class (not the operator, which keeps what it
 * can't do yet in a list without bound) asks the instrument only for what is worked on.
 */
export class Lines<T> extends Observable<T> {
  readonly #connection: Connection
  readonly #make: (overflow?: Overflow) => Feed<T>
  readonly #caller: Caller | undefined
  #feed: Feed<T> | undefined

  /** @internal */
  constructor(connection: Connection, make: (overflow?: Overflow) => Feed<T>) {
    const caller = connection.callers.of(Lines)
    super((subscriber) => {
      if (subscriber.closed) return
      const feed = make()
      const eager = feed.stream?.overflow === 'pause' ? feed : make('pause')
      pull({ connection, feed: eager, caller }, subscriber, () => (frame) => {
        subscriber.next(frame)
        return true
      })
    })
    this.#connection = connection
    this.#make = make
    this.#caller = caller
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Lines', this.#connection.shown, how)
  }

  /** How many frames the `overflow` policy has dropped in the latest subscription of a `concatMap`. */
  get dropped(): number {
    return this.#feed?.dropped ?? 0
  }

  /**
   * Like the operator, with back-pressure: the next frame is asked for when the Observable made of the one before has
   * completed. What comes meanwhile is held up at the socket, or treated as `overflow` says.
   *
   * @example
   * sock.lines({ encoding: 'utf8', overflow: 'latest' }).concatMap((line) => plot(line)).subscribe()
   */
  concatMap<O extends ObservableInput<unknown>>(
    project: (frame: T, index: number) => O,
  ): Observable<ObservedValueOf<O>> {
    return cold((subscriber) => {
      const feed = this.#make()
      this.#feed = feed
      let index = 0
      pull({ connection: this.#connection, feed, caller: this.#caller }, subscriber, (more) => (frame) => {
        let within = true
        let completed = false
        subscribeWithin(
          subscriber,
          defer(() => project(frame, index++)),
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
    })
  }
}

/** A feed, and who made the stream that it is for. */
interface Pulled<T> {
  readonly connection: Connection
  readonly feed: Feed<T>
  readonly caller: Caller | undefined
}

/** Takes frames until one says that it isn't done yet; `more` then goes on. */
function pull<T>(
  { connection, feed, caller }: Pulled<T>,
  subscriber: Subscriber<unknown>,
  taker: (more: () => void) => (frame: T) => boolean,
): void {
  const serve = (): void => {
    while (!subscriber.closed) {
      const frame = feed.next()
      if (frame !== undefined) {
        if (!take(frame)) return
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
