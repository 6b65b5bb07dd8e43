/** The laboratory of examples/effect, with its layer swapped for simulated instruments, and with faults in them. */
import { assert, describe, it } from '@effect/vitest'
import { InitError } from '@sockio/effect'
import { faults } from '@sockio/sim'
import { Effect, Fiber } from 'effect'
import { TestClock } from 'effect/testing'
import { WrongInstrument } from '../effect/lab/connection.ts'
import { Bench, OHMS, simulated } from '../effect/lab/simulated.ts'
import { sweep } from '../effect/lab/sweep.ts'

const amperes = Effect.map(sweep([1, 2, 3]), (readings) => readings.map((reading) => reading.amperes))
const expected = [1 / OHMS, 2 / OHMS, 3 / OHMS]

describe('the laboratory', () => {
  it.effect('measures, and leaves the output off', () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* amperes, expected)
      assert.isFalse(yield* Bench.use(({ isOn }) => isOn))
    }).pipe(Effect.provide(simulated)),
  )

  it.effect('asks again when the meter does not answer in time', () =>
    Effect.gen(function* () {
      const { meter } = yield* Bench
      meter.inject(faults.silence({ match: 'MEAS:CURR?', times: 1 }))
      const fiber = yield* Effect.forkChild(amperes)
      yield* Effect.promise(() => meter.received('MEAS:CURR?'))
      yield* TestClock.adjust('1 second') // the limit of a reading
      yield* TestClock.adjust('200 millis') // and the first delay
      assert.deepStrictEqual(yield* Fiber.join(fiber), expected)
      assert.strictEqual(meter.connections, 2)
    }).pipe(Effect.provide(simulated)),
  )

  it.effect('gives up in the end, with the output off', () =>
    Effect.gen(function* () {
      const { meter, isOn } = yield* Bench
      meter.inject(faults.silence({ match: 'MEAS:CURR?' }))
      const fiber = yield* Effect.forkChild(Effect.flip(amperes))
      const readings = () => meter.requests.filter((request) => request === 'MEAS:CURR?').length
      for (let reading = 1; reading <= 4; reading++) {
        yield* Effect.promise(() => meter.received(2 * reading)) // each on a connection of its own, after its *IDN?
        assert.strictEqual(readings(), reading)
        assert.isTrue(yield* isOn)
        yield* TestClock.adjust('1 second')
        if (reading < 4) yield* TestClock.adjust(200 * 2 ** (reading - 1))
      }
      const error = yield* Fiber.join(fiber)
      assert.strictEqual(error._tag, 'TimeoutError')
      assert.isFalse(yield* isOn)
    }).pipe(Effect.provide(simulated)),
  )

  it.effect('lives through a meter that hangs up', () =>
    Effect.gen(function* () {
      const { meter } = yield* Bench
      meter.inject(faults.close({ match: 'MEAS:CURR?', every: 2 }))
      assert.deepStrictEqual(yield* amperes, expected)
      assert.isAbove(meter.connections, 1)
    }).pipe(Effect.provide(simulated)),
  )

  it.effect('interrupted, leaves the output off', () =>
    Effect.gen(function* () {
      const { meter, isOn } = yield* Bench
      meter.inject(faults.silence({ match: 'MEAS:CURR?' }))
      const fiber = yield* Effect.forkChild(amperes)
      yield* Effect.promise(() => meter.received('MEAS:CURR?'))
      assert.isTrue(yield* isOn)
      yield* Fiber.interrupt(fiber)
      assert.isFalse(yield* isOn)
    }).pipe(Effect.provide(simulated)),
  )

  it.effect('refuses another instrument in the place of the meter', () =>
    Effect.gen(function* () {
      const { meter, isOn } = yield* Bench
      meter.inject(faults.garbage({ match: '*IDN?' }))
      const error = yield* Effect.flip(amperes)
      assert.instanceOf(error, InitError)
      assert.instanceOf(error.cause, WrongInstrument)
      assert.isFalse(yield* isOn)
    }).pipe(Effect.provide(simulated)),
  )
})
