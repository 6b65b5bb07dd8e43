/** The connection hook: an effect, with services of its own, whose failure gives the connection up. */
import { assert, describe, it } from '@effect/vitest'
import { Context, Deferred, Effect, Exit, Fiber, Layer, Queue, Scope } from 'effect'
import { InitError, type Session, Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { received } from './rig.ts'

class Settings extends Context.Service<Settings, { readonly scale: Effect.Effect<number> }>()('test/Settings') {}

const device = { 'SCALE?': '0.5', '*IDN?': 'ACME', ID: 'WRONG' }

describe('onConnectionMade', () => {
  it.effect('uses services, which the layer then needs', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const layer: Layer.Layer<Tcp, never, Settings> = Tcp.layer({
        host,
        port,
        onConnectionMade: Effect.fnUntraced(function* (session) {
          const scale = yield* Effect.flatMap(Settings, (settings) => settings.scale)
          yield* session.write(`SCALE ${scale}\n`)
        }),
      })
      const read = yield* Queue.unbounded<number>()
      const settings = Layer.succeed(Settings, { scale: Effect.as(Queue.offer(read, 1), 0.5) })
      const scale = Tcp.use((tcp) => tcp.query('SCALE?')).pipe(Effect.provide(layer), Effect.provide(settings))
      assert.strictEqual(yield* scale, '0.5')
      assert.deepStrictEqual([...(yield* Simulator).requests], ['SCALE 0.5', 'SCALE?'])
      assert.strictEqual(yield* Queue.size(read), 1)
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('runs on every connection, before anything that waits', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* Effect.all([tcp.query('*IDN?'), tcp.query('*IDN?')], { concurrency: 'unbounded' })
      yield* tcp.close()
      yield* tcp.query('*IDN?')
      const requests = [...(yield* Simulator).requests]
      assert.deepStrictEqual(requests, ['INIT', '*IDN?', '*IDN?', 'INIT', '*IDN?'])
    }).pipe(Effect.provide(Simulator.layerTcp(device, { onConnectionMade: (session) => session.write('INIT\n') }))),
  )

  it.effect('its failure is the cause of an InitError, and gives the connection up', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const failed = yield* Effect.flip(tcp.query('*IDN?'))
      assert.instanceOf(failed, InitError)
      assert.deepStrictEqual(failed.cause, { wrong: 'WRONG' })
      assert.strictEqual(failed.sent, 'no')
      assert.strictEqual(yield* tcp.state, 'idle')
    }).pipe(
      Effect.provide(
        Simulator.layerTcp(device, {
          onConnectionMade: (session) => Effect.flatMap(session.query('ID'), (wrong) => Effect.fail({ wrong })),
        }),
      ),
    ),
  )

  it.effect('so is its defect, and what it throws', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const bug = new Error('a bug')
      const hooks = [
        () => Effect.die(bug),
        (): Effect.Effect<void> => {
          throw bug
        },
      ]
      for (const onConnectionMade of hooks) {
        const tcp = yield* Tcp.make(host, port, { onConnectionMade })
        assert.strictEqual((yield* Effect.flip(tcp.open())).cause, bug)
      }
    }).pipe(Effect.scoped, Effect.provide(Simulator.layer(device))),
  )

  it.effect('is interrupted when its connection is lost, or its scope ends', () =>
    Effect.gen(function* () {
      const simulated = yield* Simulator
      const interrupted = yield* Queue.unbounded<string>()
      const scope = yield* Scope.make()
      const making = Tcp.make(simulated.host, simulated.port, {
        onConnectionMade: (session) =>
          session.write('INIT\n').pipe(
            Effect.andThen(Effect.never),
            Effect.onInterrupt(() => Queue.offer(interrupted, 'interrupted')),
          ),
      })
      const tcp = yield* Scope.provide(making, scope)
      const first = yield* Effect.forkChild(Effect.exit(tcp.query('*IDN?')))
      yield* received(1)
      simulated.disconnect()
      assert.strictEqual(yield* Queue.take(interrupted), 'interrupted')
      assert.isTrue(Exit.isFailure(yield* Fiber.join(first)))
      const second = yield* Effect.forkChild(Effect.flip(tcp.query('*IDN?')))
      yield* received(2)
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(yield* Queue.take(interrupted), 'interrupted')
      assert.strictEqual((yield* Fiber.join(second))._tag, 'ClosedError')
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('its session is over with it', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const kept = yield* Deferred.make<Session>()
      const tcp = yield* Tcp.make(host, port, { onConnectionMade: (session) => Deferred.succeed(kept, session) })
      yield* tcp.open()
      const session = yield* Deferred.await(kept)
      assert.strictEqual((yield* Effect.flip(session.query('*IDN?')))._tag, 'ClosedError')
    }).pipe(Effect.scoped, Effect.provide(Simulator.layer(device))),
  )
})
