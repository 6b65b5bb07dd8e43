/** A transaction: waits for its turn, runs an effect in it, and ends with it, however it ends. */
import { SockioError } from '@sockio/core'
import { type Caller, type Connection, calledBy, type Operations, type TransactionOptions } from '@sockio/node'
import { Deferred, Effect } from 'effect'
import { type AnySockioError, tagged } from './tagged.ts'

/** Which connection it is of, and who has asked for it. */
interface Asked {
  readonly connection: Connection
  readonly caller: Caller | undefined
}

/**
 * Runs `run` with the instrument for itself. When the driver ends the transaction first (its timeout, its signal,
 * `close()`), the effect is interrupted.
 */
export function transaction<A, E, R>(
  { connection, caller }: Asked,
  run: (operations: Operations) => Effect.Effect<A, E, R>,
  limits: TransactionOptions | undefined,
): Effect.Effect<A, E | AnySockioError, R> {
  return Effect.suspend(() => {
    let leave: ((cause: Error) => void) | undefined
    let end: ((tell: () => void) => void) | undefined
    const ended = Deferred.makeUnsafe<never, AnySockioError>()
    const granted = Effect.callback<Operations, AnySockioError>((resume) => {
      const start = (operations: Operations, over: (tell: () => void) => void) => {
        end = over
        resume(Effect.succeed(operations))
      }
      const refused = (error: unknown) => {
        const failure = error instanceof SockioError ? Effect.fail(calledBy(tagged(error), caller)) : Effect.die(error)
        resume(failure)
        Deferred.doneUnsafe(ended, failure)
      }
      leave = connection.hold(start, { limits }, refused)
    })
    // The calls of a transaction that is ended learn of it just before it does; its own error says more than theirs.
    const body = (operations: Operations) =>
      Effect.suspend(() => run(operations)).pipe(
        Effect.catchCause((cause) => Effect.andThen(Effect.yieldNow, Effect.failCause(cause))),
      )
    return granted.pipe(
      Effect.flatMap((operations) => Effect.raceFirst(body(operations), Deferred.await(ended))),
      Effect.onExit(() =>
        Effect.sync(() => {
          if (end === undefined) leave?.(new Error('the fiber was interrupted'))
          else end(() => undefined) // the exit of this effect tells
        }),
      ),
    )
  })
}
