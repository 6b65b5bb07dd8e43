import { expect, it } from '@effect/vitest'
import { Tcp } from '@sockio/effect'
import { Simulator } from '@sockio/effect/testing'
import { faults } from '@sockio/sim'
import { Effect, Fiber } from 'effect'
import { TestClock } from 'effect/testing'
import { simulated } from './simulated.ts'
import { supply } from './supply.ts'

/** The driver, and the instrument that it is tested against, from outside and from inside. */
const bench = Effect.gen(function* () {
  const played = simulated()
  const device = yield* Simulator.make(played)
  const psu = supply.on(yield* Tcp.make(device.host, device.port, supply.link))
  return { played, device, psu }
})

it.effect('measures, and switches off', () =>
  Effect.gen(function* () {
    const { played, psu } = yield* bench
    expect(yield* psu.measure(5)).toBe(0.5)
    expect(played.values.output).toBe('off')
  }),
)

it.effect('tells what the instrument refuses', () =>
  Effect.gen(function* () {
    const { psu } = yield* bench
    expect(yield* Effect.flip(psu.voltage.set(25))).toMatchObject({
      _tag: 'InstrumentError',
      number: -222,
    })
  }),
)

it.effect('takes noise for no reading, and switches off', () =>
  Effect.gen(function* () {
    const { played, device, psu } = yield* bench
    device.inject(faults.garbage({ match: 'MEAS:CURR?' }))
    expect((yield* Effect.flip(psu.measure(5)))._tag).toBe('DecodeError')
    expect(played.values.output).toBe('off')
  }),
)

it.effect('gives up in time, and works again', () =>
  Effect.gen(function* () {
    const { device, psu } = yield* bench
    const heard = device.inject(faults.silence({ match: 'MEAS:CURR?' }))
    const late = yield* Effect.forkChild(
      Effect.flip(psu.current.get({ timeout: '1 hour' })),
    )
    yield* Effect.promise(() => device.received('MEAS:CURR?'))
    yield* TestClock.adjust('1 hour') // which has passed at once
    expect((yield* Fiber.join(late))._tag).toBe('TimeoutError')
    heard()
    expect(yield* psu.measure(5)).toBe(0.5)
  }),
)

it.effect('asks again when the connection broke in the middle of a reply', () =>
  Effect.gen(function* () {
    const { device, psu } = yield* bench
    device.inject(faults.reset({ match: 'MEAS:CURR?', times: 1 }))
    expect(yield* psu.current.get({ retries: 1 })).toBe(0)
    expect(device.connections).toBe(2)
  }),
)
