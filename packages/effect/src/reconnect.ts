/** What drives the reconnection, in the driver's terms: the driver keeps the time, a `Schedule` says how long. */
import type * as core from '@sockio/core'
import { Cause, Clock, type Context, Duration, Effect, Exit, Pull, Schedule } from 'effect'
import { inMs, milliseconds, type Timed } from './durations.ts'
import { taggedIfOurs } from './tagged.ts'

/** Exponential backoff with jitter. */
export interface ReconnectPolicy extends Timed<core.ReconnectPolicy> {}

/** One's own policy: how long until the next attempt, or false to stop. `attempt` is 1 after the first failure. */
export type ReconnectFunction = (attempt: number, error: Error) => Duration.Input | false

/**
 * What may drive the reconnection. Its input is why the connection is not there: an error of this library, or the
 * system's; its output is not used.
 */
export type ReconnectSchedule = Schedule.Schedule<unknown, Error>

/** Any of them as the driver takes it. */
export function reconnection(
  by: ReconnectPolicy | ReconnectFunction | ReconnectSchedule,
  context: Context.Context<never>,
): NonNullable<core.Options['reconnect']> {
  if (Schedule.isSchedule(by)) return reconnectBy(by, context)
  if (typeof by !== 'function') return inMs<core.ReconnectPolicy>(by)
  return (attempt, error) => {
    const delay = by(attempt, error)
    return delay === false || typeof delay === 'number' ? delay : milliseconds(delay)
  }
}

/**
 * Steps `schedule` once per failed attempt, anew after each success. It ends the retries when it ends, or with an
 * infinite delay. Its effects must be synchronous, as those of all of Effect's own schedules are.
 */
function reconnectBy(schedule: ReconnectSchedule, context: Context.Context<never>): core.ReconnectFunction {
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
