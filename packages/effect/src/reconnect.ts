/** A `Schedule` as the driver's reconnect function: the driver keeps the time, the schedule says how long. */
import type { ReconnectFunction } from '@sockio/core'
import { Cause, Clock, type Context, Duration, Effect, Exit, Pull, Schedule } from 'effect'
import { taggedIfOurs } from './errors.ts'

/**
 * What may drive the reconnection. Its input is why the connection is not there: an error of this library, or the
 * system's; its output is not used.
 */
export type ReconnectSchedule = Schedule.Schedule<unknown, Error>

/**
 * Steps `schedule` once per failed attempt, anew after each success. It ends the retries when it ends, or with an
 * infinite delay. Its effects must be synchronous, as those of all of Effect's own schedules are.
 */
export function reconnectBy(schedule: ReconnectSchedule, context: Context.Context<never>): ReconnectFunction {
  const runSync = Effect.runSyncExitWith(context)
  const begin = () => Effect.runSyncWith(context)(Schedule.toStep(schedule))
  let step: ReturnType<typeof begin> | undefined
  return (attempt, error) => {
    if (step === undefined || attempt <= 1) step = begin()
    const next = step
    const exit = runSync(Effect.flatMap(Clock.currentTimeMillis, (now) => next(now, taggedIfOurs(error))))
    if (Exit.isSuccess(exit)) {
      const delay = Duration.toMillis(exit.value[1])
      return Number.isFinite(delay) && delay
    }
    if (Pull.isDoneCause(exit.cause)) return false
    throw Cause.squash(exit.cause)
  }
}
