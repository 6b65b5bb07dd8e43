/** Runs the connection hook, which is an effect: in a fiber that ends with the attempt it belongs to. */
import type { Connection, Operations, RunHook } from '@sockio/node'
import { Cause, type Effect, Exit, type Fiber } from 'effect'

/** The driver's way to run a hook, and the end of one whose attempt is over. */
export interface Hook {
  readonly run: RunHook
  /** The attempt is over: a hook that still runs is interrupted. */
  readonly cut: () => void
}

/** `make` gives the effect of one run of the hook, and `fork` starts it. */
export function hook<R>(
  make: (connection: Connection, operations: Operations) => Effect.Effect<unknown, unknown, R>,
  fork: (effect: Effect.Effect<unknown, unknown, R>) => Fiber.Fiber<unknown, unknown>,
): Hook {
  let running: Fiber.Fiber<unknown, unknown> | undefined
  return {
    run: (connection, operations, done) => {
      const fiber = fork(make(connection, operations))
      running = fiber
      fiber.addObserver((exit) => {
        if (running === fiber) running = undefined
        if (Exit.isSuccess(exit)) done()
        else done({ error: Cause.squash(exit.cause) })
      })
    },
    cut: () => running?.interruptUnsafe(),
  }
}
