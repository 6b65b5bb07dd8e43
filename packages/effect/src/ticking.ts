/** What is asked for again and again, on a grid of time. */
import { checkPoll, Ticks } from '@sockio/node'
import { Clock, type Duration, Effect, Stream } from 'effect'
import { milliseconds } from './durations.ts'
import { printedAs } from './printed.ts'

/** Milliseconds of the clock of Effect, which never go back. */
const now = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos) / 1e6)

/** Waits for the next tick, or until the signal is aborted, which the query then tells. */
function slept(ms: number, signal: AbortSignal | undefined): Effect.Effect<void> {
  if (signal === undefined) return Effect.sleep(ms)
  const aborted = Effect.callback<void>((resume) => {
    const done = () => resume(Effect.void)
    if (signal.aborted) done()
    signal.addEventListener('abort', done, { once: true })
    return Effect.sync(() => signal.removeEventListener('abort', done))
  })
  return Effect.raceFirst(Effect.sleep(ms), aborted)
}

/** Asks when it is run, and at the ticks after it that are not missed. A wrong `request` or `period` is a defect. It is printed as `shown`. */
export function ticking<A, E, R>(
  request: unknown,
  once: Effect.Effect<A, E, R>,
  period: Duration.Input,
  shown: () => object,
  signal?: AbortSignal,
): Stream.Stream<A, E, R> {
  const ask = Effect.map(once, (value) => [value] as const)
  const begin = Effect.map(now, (start) => {
    const ms = typeof period === 'number' ? period : milliseconds(period)
    checkPoll(request, Number.isNaN(ms) ? period : ms)
    const ticks = new Ticks(ms, start)
    const tick = Effect.flatMap(now, (time) => slept(ticks.wait(time), signal))
    let first = true
    const next = Effect.suspend(() => {
      const due = first ? Effect.void : tick
      first = false
      return Effect.andThen(due, ask)
    })
    return Stream.fromPull(Effect.succeed(next))
  })
  return printedAs('Readings', shown, Stream.unwrap(begin))
}
