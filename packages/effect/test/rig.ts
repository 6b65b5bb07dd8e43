/** What the tests share: they wait for what the instrument has seen, and move the test's clock when that matters. */
import { until } from '@sockio/conformance'
import { raw } from '@sockio/sim'
import { Effect, Fiber } from 'effect'
import { TestClock } from 'effect/testing'
import { Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'

/** The simulated instrument has received this. */
export const received = (request: string | RegExp | number) =>
  Effect.flatMap(Simulator, (device) => Effect.promise(() => device.received(request)))

/** Something became true: real time, for what sockets do. */
export const eventually = (what: string, test: Effect.Effect<boolean>) =>
  Effect.promise(() => until(what, () => Effect.runSync(test)))

/** The instrument sends these lines unasked, and all of them have arrived. */
export const arrived = Effect.fn(function* (lines: readonly string[]) {
  const device = yield* Simulator
  const tcp = yield* Tcp
  const text = lines.map((line) => `${line}\n`).join('')
  device.send(raw(text))
  yield* eventually(
    'all has arrived',
    Effect.map(tcp.inWaiting, (bytes) => bytes === text.length),
  )
})

/** What the effect comes to, when the clock is moved on after the instrument has received the request. */
export const afterRequest = Effect.fn(function* <A, E, R>(
  request: string,
  time: Parameters<typeof TestClock.adjust>[0],
  effect: Effect.Effect<A, E, R>,
) {
  const fiber = yield* Effect.forkChild(effect)
  yield* received(request)
  yield* TestClock.adjust(time)
  return yield* Fiber.join(fiber)
})

/** `n` numbers as lines. */
export const numbers = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `${i + from}`)
