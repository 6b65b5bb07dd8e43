/** A stream as Effect's own, pulled frame by frame: what is not pulled is not taken from the instrument. */
import type { Connection, Feed } from '@sockio/node'
import { Cause, Effect, Stream } from 'effect'
import { type AnySockioError, tagged } from './errors.ts'

/**
 * What `lines()` and `blocks()` give. Each run is a stream of its own; when it ends, for whatever reason, what was not
 * pulled stays in the buffer.
 */
export interface Lines<A, E> extends Stream.Stream<A, E> {
  /** How many frames the `overflow` policy has dropped so far, in the run that began last. */
  readonly dropped: Effect.Effect<number>
}

/** The next frame. One at a time, so that no frame is lost in a chunk when the consumer has had enough. */
function pull<A>(feed: Feed<A>): Effect.Effect<readonly [A], AnySockioError | Cause.Done> {
  const next: Effect.Effect<readonly [A], AnySockioError | Cause.Done> = Effect.suspend(() => {
    const frame = feed.next()
    if (frame !== undefined) return Effect.succeed([frame] as const)
    if (!feed.ended) return wait
    return feed.error === undefined ? Cause.done() : Effect.fail(tagged(feed.error))
  })
  const wait = Effect.callback<readonly [A], AnySockioError | Cause.Done>((resume) => feed.wait(() => resume(next)))
  return next
}

/** The stream over the feed that `make` makes. What `make` throws is a bad argument: a defect. */
export function streamed<A>(connection: Connection, make: () => Feed<A>): Lines<A, AnySockioError> {
  let last: Feed<A> | undefined
  const begin = Effect.sync(() => {
    last = make()
    connection.subscribe(last)
    return last
  })
  const feed = Effect.acquireRelease(begin, (begun) => Effect.sync(() => begun.cancel()))
  const stream = Stream.unwrap(Effect.map(feed, (begun) => Stream.fromPull(Effect.succeed(pull(begun)))))
  return Object.assign(stream, { dropped: Effect.sync(() => last?.dropped ?? 0) })
}
