/** The clock of Effect as the driver's: under a `TestClock`, limits and delays pass as the test moves it on. */
import { systemTime, type TimeSource } from '@sockio/node'
import { Clock, Context, Duration, Effect, Exit } from 'effect'

/** The time of a connection made with this context: the driver's own timer, unless the clock is another one. */
export function timeIn(context: Context.Context<never>): TimeSource {
  const clock = Context.get(context, Clock.Clock)
  if (clock === Context.get(Context.empty(), Clock.Clock)) return systemTime
  const fork = Effect.runForkWith(context)
  return {
    now: () => Number(clock.monotonicTimeNanosUnsafe()) / 1e6,
    after: (ms, wake) => {
      const sleeping = fork(ms > 0 ? clock.sleep(Duration.millis(ms)) : Effect.yieldNow)
      sleeping.addObserver((exit) => {
        if (Exit.isSuccess(exit)) wake()
      })
      return () => sleeping.interruptUnsafe()
    },
  }
}
