import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LineError, type Options, Tcp } from '@sockio/effect'
import { Simulator } from '@sockio/effect/testing'
import { faults, type SimulateOptions } from '@sockio/sim'
import { Context, Data, Effect, Fiber, Layer, Schedule } from 'effect'
import { TestClock } from 'effect/testing'
import { supply } from './simulated.ts'

class Refused extends Data.TaggedError('Refused')<{ readonly volts: number }> {}

/** The driver under test. */
class Supply extends Context.Service<
  Supply,
  {
    readonly setVolts: (volts: number) => Effect.Effect<void, LineError | Refused>
    readonly volts: Effect.Effect<number, LineError>
  }
>()('Supply') {
  /** On whatever connection it is given. */
  static readonly layer = Layer.effect(
    Supply,
    Effect.gen(function* () {
      const tcp = yield* Tcp
      return Supply.of({
        setVolts: Effect.fnUntraced(function* (volts) {
          yield* tcp.write(`VOLT ${volts}\n`)
          const error = yield* tcp.query('SYST:ERR?')
          if (!error.startsWith('0,')) return yield* new Refused({ volts })
        }),
        volts: tcp.query('VOLT?', { retries: 1 }).pipe(Effect.map(Number)),
      })
    }),
  )
}

/** The driver on a simulated instrument, and the instrument. */
const simulated = (options: Options = {}, simulation?: SimulateOptions) =>
  Supply.layer.pipe(
    Layer.provideMerge(
      Simulator.layerTcp(supply(), { timeout: 1000, ...options }, simulation),
    ),
  )

test('sets and reads the voltage', () =>
  Effect.gen(function* () {
    const driver = yield* Supply
    yield* driver.setVolts(12)
    assert.equal(yield* driver.volts, 12)
    const device = yield* Simulator
    assert.deepEqual(device.requests, ['VOLT 12', 'SYST:ERR?', 'VOLT?'])
  }).pipe(Effect.provide(simulated()), Effect.runPromise))

test('tells of a voltage that the supply refuses', () =>
  Effect.gen(function* () {
    const driver = yield* Supply
    const error = yield* Effect.flip(driver.setVolts(99))
    assert.equal(error._tag, 'Refused')
  }).pipe(Effect.provide(simulated()), Effect.runPromise))

test('reads again when the connection broke in the middle of a reply', () =>
  Effect.gen(function* () {
    const driver = yield* Supply
    const device = yield* Simulator
    device.inject(faults.reset({ match: 'VOLT?', times: 1 }))
    assert.equal(yield* driver.volts, 0)
    assert.equal(device.connections, 2)
  }).pipe(Effect.provide(simulated()), Effect.runPromise))

test('survives a reboot', () =>
  Effect.gen(function* () {
    const driver = yield* Supply
    const device = yield* Simulator
    yield* driver.setVolts(5)
    yield* Effect.promise(() => device.reboot(100))
    assert.equal(yield* driver.volts, 5)
  }).pipe(
    Effect.provide(simulated({ reconnect: Schedule.spaced('50 millis') })),
    Effect.runPromise,
  ))

test('gives up in time', () =>
  Effect.gen(function* () {
    const driver = yield* Supply
    const device = yield* Simulator
    const reading = yield* Effect.forkChild(Effect.flip(driver.volts))
    yield* Effect.promise(() => device.received('VOLT?'))
    yield* TestClock.adjust('1 hour') // which takes no time
    assert.equal((yield* Fiber.join(reading))._tag, 'TimeoutError')
  }).pipe(
    Effect.provide(simulated({ timeout: '1 hour' }, { faults: faults.silence() })),
    Effect.provide(TestClock.layer()),
    Effect.runPromise,
  ))
