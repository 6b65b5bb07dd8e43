import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Tcp } from '@sockio/effect'
import { Simulator } from '@sockio/effect/testing'
import { faults } from '@sockio/sim'
import { Effect, Fiber } from 'effect'
import { TestClock } from 'effect/testing'
import { older, simulated, supply } from './supply.ts'

/** The driver on whatever instrument is simulated. */
const driver = Effect.map(Tcp, (tcp) => supply.on(tcp))

test('ramps up, and measures', () => {
  const played = simulated()
  return Effect.gen(function* () {
    const psu = yield* driver
    assert.equal(yield* psu.ramp(5), 0.5)
    assert.equal(played.values.voltage, 5)
  }).pipe(Effect.provide(Simulator.layerTcp(played)), Effect.runPromise)
})

test('refuses what the supply would, before it is sent', () =>
  Effect.gen(function* () {
    const psu = yield* driver
    const defect = yield* psu.ramp(31).pipe(
      Effect.map(() => undefined),
      Effect.catchDefect((error) => Effect.succeed(error)),
    )
    assert.match(String(defect), /voltage: .*31/)
    const { requests } = yield* Simulator
    assert(!requests.includes('VOLT 31'))
  }).pipe(Effect.provide(Simulator.layerTcp(simulated())), Effect.runPromise))

test('tells what the instrument refuses', () =>
  Effect.gen(function* () {
    const psu = yield* driver
    const error = yield* Effect.flip(psu.voltage.set(20))
    assert(error._tag === 'InstrumentError')
    assert.equal(error.number, -222)
  }).pipe(Effect.provide(Simulator.layerTcp(older())), Effect.runPromise))

test('gives up in time', () =>
  Effect.gen(function* () {
    const psu = yield* driver
    const device = yield* Simulator
    device.inject(faults.silence({ match: 'MEAS:CURR?' }))
    const reading = yield* Effect.forkChild(Effect.flip(psu.current.get()))
    yield* Effect.promise(() => device.received('MEAS:CURR?'))
    yield* TestClock.adjust('1 hour') // which takes no time
    assert.equal((yield* Fiber.join(reading))._tag, 'TimeoutError')
  }).pipe(
    Effect.provide(Simulator.layerTcp(simulated(), { timeout: '1 hour' })),
    Effect.provide(TestClock.layer()),
    Effect.runPromise,
  ))
