/** Many instruments at once: one connection for each address, shared by all who ask, and released when nobody does. */
import { assert, describe, it } from '@effect/vitest'
import { Cause, Effect, Exit, Fiber, Layer, Scope } from 'effect'
import { TestClock } from 'effect/testing'
import { Instruments, Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'

/** An instrument with a name, for as long as the test. */
const simulated = (name: string) => Simulator.make({ '*IDN?': name })

const name = Tcp.use((tcp) => tcp.query('*IDN?'))

describe('Instruments', () => {
  it.effect('talks to many at once, each on a connection of its own', () =>
    Effect.gen(function* () {
      const devices = yield* Effect.forEach(['PSU', 'DMM', 'SCOPE'], simulated)
      const names = yield* Effect.forEach(devices, ({ url }) => name.pipe(Effect.provide(Instruments.get(url))), {
        concurrency: 'unbounded',
      })
      assert.deepStrictEqual(names, ['PSU', 'DMM', 'SCOPE'])
      assert.deepStrictEqual(
        devices.map(({ connections }) => connections),
        [1, 1, 1],
      )
    }).pipe(Effect.provide(Instruments.layer())),
  )

  it.effect('two in one program', () =>
    Effect.gen(function* () {
      const [supply, meter] = yield* Effect.all([simulated('PSU'), simulated('DMM')])
      const psu = yield* Instruments.tcp(supply.url)
      const dmm = yield* Instruments.tcp(meter.url)
      assert.deepStrictEqual([yield* psu.query('*IDN?'), yield* dmm.query('*IDN?')], ['PSU', 'DMM'])
    }).pipe(Effect.scoped, Effect.provide(Instruments.layer())),
  )

  it.effect('shares one connection among all who use an address, however it is written', () =>
    Effect.gen(function* () {
      const device = yield* simulated('PSU')
      const { host, port, url } = device
      const urls = [url, `TCPIP0::${host}::${port}::SOCKET`, `tcp://${host}:${port}`]
      const all = yield* Effect.forEach(urls, (each) => Instruments.tcp(each))
      assert.strictEqual(new Set(all).size, 1)
      yield* Effect.forEach(all, (tcp) => tcp.query('*IDN?'), { concurrency: 'unbounded' })
      assert.strictEqual(device.connections, 1)
    }).pipe(Effect.scoped, Effect.provide(Instruments.layer())),
  )

  it.effect('closes one that nobody uses; the next who asks gets a new one', () =>
    Effect.gen(function* () {
      const device = yield* simulated('PSU')
      const use = name.pipe(Effect.provide(Instruments.get(device.url)))
      yield* use
      yield* Effect.promise(() => device.disconnected())
      yield* use
      assert.strictEqual(device.connections, 2)
    }).pipe(Effect.provide(Instruments.layer())),
  )

  it.effect('idleTimeToLive keeps it that long', () =>
    Effect.gen(function* () {
      const device = yield* simulated('PSU')
      const use = name.pipe(Effect.provide(Instruments.get(device.url)))
      yield* use
      yield* TestClock.adjust('59 seconds')
      yield* use
      assert.strictEqual(device.connections, 1)
      yield* TestClock.adjust('59 seconds')
      assert.strictEqual(device.clients, 1)
      const gone = yield* Effect.forkChild(Effect.promise(() => device.disconnected()))
      yield* TestClock.adjust('1 second')
      yield* Fiber.join(gone)
      yield* use
      assert.strictEqual(device.connections, 2)
    }).pipe(Effect.provide(Instruments.layer({ idleTimeToLive: '1 minute' }))),
  )

  it.effect('is itself the end of all its connections', () =>
    Effect.gen(function* () {
      const device = yield* simulated('PSU')
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(Instruments.layer({ idleTimeToLive: '1 hour' }), scope)
      yield* name.pipe(Effect.provide(Instruments.get(device.url)), Effect.provide(context))
      assert.strictEqual(device.clients, 1)
      yield* Scope.close(scope, Exit.void)
      yield* Effect.promise(() => device.disconnected())
    }),
  )

  it.effect('options are those of all its connections', () =>
    Effect.gen(function* () {
      const device = yield* simulated('PSU')
      const tcp = yield* Instruments.tcp(device.url)
      const error = yield* Effect.flip(tcp.query('*IDN?'))
      assert.strictEqual(error._tag, 'InitError')
    }).pipe(Effect.scoped, Effect.provide(Instruments.layer({ onConnectionMade: () => Effect.fail('not today') }))),
  )

  it.effect('an address that is none is a defect that says so', () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(name.pipe(Effect.provide(Instruments.get('http://10.0.0.7'))))
      assert.isTrue(Exit.isFailure(exit) && Cause.squash(exit.cause) instanceof TypeError)
    }).pipe(Effect.provide(Instruments.layer())),
  )
})
