import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Tcp } from '@sockio/effect'
import { Simulator } from '@sockio/effect/testing'
import { faults } from '@sockio/sim'
import { Effect } from 'effect'
import { bench } from './bench.mts'
import { supply } from './supply.mts'

const driver = Effect.map(Tcp, (tcp) => supply.on(tcp))

test('sweeps, and switches off', () => {
  const played = bench()
  return Effect.gen(function* () {
    const psu = yield* driver
    assert.deepEqual(yield* psu.sweep(3, 4), [
      { volts: 3, amperes: 0.3 },
      { volts: 4, amperes: 0.4 },
    ])
    assert.equal(played.values.output, 'off')
  }).pipe(Effect.provide(Simulator.layerTcp(played, supply.link)), Effect.runPromise)
})

test('switches off when the sweep goes too far', () => {
  const played = bench()
  return Effect.gen(function* () {
    const psu = yield* driver
    const tooFar = psu.sweep(19, 22).pipe(
      Effect.map(String),
      Effect.catchDefect((error) => Effect.succeed(String(error))),
    )
    assert.match(yield* tooFar, /voltage: .* got 21/)
    assert.equal(played.values.output, 'off')
  }).pipe(Effect.provide(Simulator.layerTcp(played, supply.link)), Effect.runPromise)
})

test('tells of a supply that says nothing', () =>
  Effect.gen(function* () {
    const psu = yield* driver
    const device = yield* Simulator
    device.inject(faults.silence({ match: 'MEAS:CURR?' }))
    const error = yield* Effect.flip(psu.current.get({ timeout: 100 }))
    assert.equal(error._tag, 'TimeoutError')
  }).pipe(Effect.provide(Simulator.layerTcp(bench(), supply.link)), Effect.runPromise))
