/** Drivers in Effect: as a service, under its clock, interrupted, and with their errors by tag. */
import { assert, describe, it } from '@effect/vitest'
import { type Bound, instrument, number, property, scpi, wait } from '@sockio/instrument'
import { supply as simulated } from '@sockio/sim'
import { Cause, Clock, Context, Effect, Exit, Fiber, Layer } from 'effect'
import { TestClock } from 'effect/testing'
import { type DriverError, type InEffects, type ReadError, socketForUrl, Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { received } from './rig.ts'

const supply = instrument(
  { ...scpi, voltage: property('VOLT', number({ max: 60, unit: 'V' })), current: property('CURR', number()) },
  { checkErrors: true, link: { timeout: Number.POSITIVE_INFINITY } },
).extend((psu) => ({
  *rest(ms: number) {
    try {
      yield* psu.voltage.set(5)
      yield* wait(ms)
      return yield* psu.voltage.get()
    } finally {
      yield* psu.voltage.set(0)
    }
  },
  *mistake() {
    yield* psu.voltage.get()
    throw new Error('a mistake')
  },
}))

/** The driver as a service, as a program has it. */
class Supply extends Context.Service<Supply, Bound<InEffects<DriverError<ReadError>>, (typeof supply)['members']>>()(
  'test/Supply',
) {
  /** On the instrument that a URL names. */
  static layer = (url: string) =>
    Layer.effect(
      Supply,
      Effect.map(socketForUrl(url, supply.link), (tcp) => supply.on(tcp)),
    )
  /** On a simulated one. */
  static layerTest = Layer.effect(
    Supply,
    Effect.map(Tcp, (tcp) => supply.on(tcp)),
  ).pipe(Layer.provideMerge(Simulator.layerTcp(simulated({ noise: 0 }), supply.link)))
}

describe('as a service', () => {
  it.effect('on a simulated instrument', () =>
    Effect.gen(function* () {
      const { voltage } = yield* Supply
      yield* voltage.set(3)
      assert.strictEqual(yield* voltage.get(), 3)
    }).pipe(Effect.provide(Supply.layerTest)),
  )

  it.effect('by a URL, with the options of its link', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const identity = Effect.flatMap(Supply, (psu) => psu.identity.get())
      const { model } = yield* identity.pipe(Effect.provide(Supply.layer(`tcp://${host}:${port}`)))
      assert.strictEqual(model, 'SUPPLY')
    }).pipe(Effect.provide(Simulator.layer(simulated()))),
  )

  it.effect('on a spread of the service', () =>
    Effect.gen(function* () {
      const psu = supply.on({ ...(yield* Tcp) })
      assert.strictEqual(yield* psu.voltage.get({ timeout: '1 minute' }), 0)
    }).pipe(Effect.provide(Simulator.layerTcp(simulated()))),
  )
})

describe('a procedure', () => {
  it.effect('waits by the clock of Effect', () =>
    Effect.gen(function* () {
      const psu = yield* Supply
      const fiber = yield* Effect.forkChild(psu.rest(3_600_000))
      const { requests } = yield* Simulator
      while (fiber.pollUnsafe() === undefined) {
        yield* TestClock.adjust('10 minutes')
        yield* Effect.promise(() => new Promise(setImmediate)) // what the instrument says comes in real time
        if (![...requests].includes('VOLT 0')) continue
        assert.isAtLeast(yield* Clock.currentTimeMillis, 3_600_000)
      }
      assert.strictEqual(yield* Fiber.join(fiber), 5)
    }).pipe(Effect.provide(Supply.layerTest)),
  )

  it.effect('that is interrupted runs its finally, and the fiber waits for that', () =>
    Effect.gen(function* () {
      const psu = yield* Supply
      const fiber = yield* Effect.forkChild(psu.rest(3_600_000))
      yield* received('VOLT 5')
      yield* Fiber.interrupt(fiber)
      const { requests } = yield* Simulator
      assert.include([...requests], 'VOLT 0')
      assert.strictEqual(yield* psu.voltage.get(), 0)
    }).pipe(Effect.provide(Supply.layerTest)),
  )

  it.effect('that throws is a defect', () =>
    Effect.gen(function* () {
      const psu = yield* Supply
      const exit = yield* Effect.exit(psu.mistake())
      assert(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
      assert.strictEqual((Cause.squash(exit.cause) as Error).message, 'a mistake')
    }).pipe(Effect.provide(Supply.layerTest)),
  )
})

it.effect('what the instrument complains of has a tag', () =>
  Effect.gen(function* () {
    const psu = yield* Supply
    const said = yield* psu.voltage
      .set(50)
      .pipe(Effect.catchTag('InstrumentError', ({ number, text }) => Effect.succeed([number, text])))
    assert.deepStrictEqual(said, [-222, 'Data out of range'])
    const bad = yield* Effect.exit(psu.voltage.set(61))
    assert(Exit.isFailure(bad) && Cause.squash(bad.cause) instanceof RangeError)
  }).pipe(Effect.provide(Supply.layerTest)),
)
