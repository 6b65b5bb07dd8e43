/** A stream as Effect's own, pulled frame by frame or in chunks: what is not pulled is not taken from the instrument. */
import { number } from '@sockio/core'
import { type Caller, type Connection, calledBy, type Feed } from '@sockio/node'
import { Array as Arr, Cause, Channel, Effect, Scope, Stream } from 'effect'
import { printedAs } from './printed.ts'
import { type AnySockioError, tagged } from './tagged.ts'

/**
 * What `lines()` and `blocks()` give. Each run is a stream of its own; when it ends, for whatever reason, what was not
 * pulled stays in the buffer.
 */
export interface Lines<A, E> extends Stream.Stream<A, E> {
  /** How many frames the `overflow` policy has dropped so far, in the run that began last. */
  readonly dropped: Effect.Effect<number>
  /**
   * This stream in arrays: all that is there by then, or at most `chunkSize`. An array costs little more than one of its
   * lines would. One that was pulled is used; what comes behind it stays in the buffer when the stream ends.
   *
   * @example
   * tcp.lines({ encoding: 'utf8' }).batches().pipe(Stream.runForEach((lines) => save(lines)))
   */
  batches(): Stream.Stream<Arr.NonEmptyReadonlyArray<A>, E>
}

/** Options of a stream that only this flavour has. */
export interface ChunkOptions {
  /**
   * Frames that are pulled at once, at most: of those that are there, none is waited for. Default 1, so that a stream
   * which ends early, as by `Stream.take`, leaves all that it did not give to whoever reads next. With more it is
   * faster, and the rest of the last chunk is lost when it ends early; where arrays will do, `batches()` loses nothing.
   */
  readonly chunkSize?: number | undefined
}

const sizeRule = number(1, Number.POSITIVE_INFINITY, true)

/** The options that the driver knows. */
export function withoutChunks<O extends ChunkOptions>(options: O | undefined): Omit<O, 'chunkSize'> | undefined {
  if (options?.chunkSize === undefined) return options
  const { chunkSize, ...others } = options
  return others
}

type Pulled<A> = Effect.Effect<Arr.NonEmptyReadonlyArray<A>, AnySockioError | Cause.Done>

/** The next frames that `take` gives of it. */
function pull<A, B>(feed: Feed<A>, take: Take<A, B>, caller: Caller | undefined): Pulled<B> {
  const next: Pulled<B> = Effect.suspend(() => {
    const frames = take(feed)
    if (frames !== undefined) return Effect.succeed(frames)
    if (!feed.ended) return wait
    return feed.error === undefined ? Cause.done() : Effect.fail(calledBy(tagged(feed.error), caller))
  })
  const wait: Pulled<B> = Effect.callback((resume) => feed.wait(() => resume(next)))
  return next
}

/** What is there; undefined when there is nothing yet, or no more. */
type Take<A, B> = (feed: Feed<A>) => Arr.NonEmptyReadonlyArray<B> | undefined

/** Frame by frame: by itself, since a stream that says nothing of chunks is pulled so. */
function one<A>(feed: Feed<A>): [A] | undefined {
  const frame = feed.next()
  return frame === undefined ? undefined : [frame]
}

function chunk<A>(feed: Feed<A>, size: number): Arr.NonEmptyReadonlyArray<A> | undefined {
  const frames = feed.take(size)
  return Arr.isReadonlyArrayNonEmpty(frames) ? frames : undefined
}

/** A stream: how its feed is made, and who has asked for it. */
interface Asked<A> {
  readonly connection: Connection
  readonly caller: Caller | undefined
  readonly make: () => Feed<A>
}

/** The stream over the feed that `make` makes. What `make` throws is a bad argument: a defect. */
export function streamed<A>(
  { connection, caller, make }: Asked<A>,
  options: ChunkOptions | undefined,
): Lines<A, AnySockioError> {
  const chunkSize = options?.chunkSize // of what is no object, `make` says so
  let last: Feed<A> | undefined
  /** What is taken so of a feed that gives so many frames at once. In the scope of its run: nothing is between that pulls too. */
  const over = <B>(size: number, take: Take<A, B>) => {
    const begin = Effect.sync(() => {
      sizeRule(size, 'chunkSize')
      const feed = make()
      last = feed
      connection.subscribe(feed)
      return feed
    })
    return Stream.fromChannel(
      Channel.fromTransform((_, scope) =>
        Effect.acquireRelease(begin, (feed) => Effect.sync(() => feed.cancel())).pipe(
          Effect.map((feed) => pull(feed, take, caller)),
          Scope.provide(scope),
        ),
      ),
    )
  }
  const shown = () => connection.shown
  const lines = Object.assign(
    over(chunkSize ?? 1, chunkSize === undefined || chunkSize === 1 ? one : (feed) => chunk(feed, chunkSize)),
    {
      dropped: Effect.sync(() => last?.dropped ?? 0),
      batches: () => {
        const size = chunkSize ?? Number.POSITIVE_INFINITY
        const batches = over(size, (feed) => {
          const frames = chunk(feed, size)
          return frames && Arr.of(frames)
        })
        return printedAs('Batches', shown, batches)
      },
    },
  )
  return printedAs('Lines', shown, lines)
}
