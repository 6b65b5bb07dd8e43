/** Interruption cancels: by the rules of an aborted signal, and in time. */
import { assert, describe, it } from '@effect/vitest'
import { Effect, Exit, Fiber, Stream } from 'effect'
import { TestClock } from 'effect/testing'
import { Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { received } from './rig.ts'

const layer = (options = {}) => Simulator.layerTcp({ 'ECHO?': 'yes' }, options)

describe('interruption', () => {
  it.effect('of a request in flight closes the connection at once; the next reconnects', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const fiber = yield* Effect.forkChild(tcp.query('SILENT?'))
      yield* received('SILENT?')
      yield* Fiber.interrupt(fiber)
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.await(fiber)))
      assert.strictEqual(yield* tcp.state, 'idle')
      assert.strictEqual(yield* tcp.query('ECHO?'), 'yes')
      assert.strictEqual(yield* tcp.connectionCounter, 2)
    }).pipe(Effect.provide(layer())),
  )

  it.effect('of a request in the queue leaves the connection alone, and it is never sent', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const first = yield* Effect.forkChild(tcp.query('SILENT?'))
      yield* received('SILENT?')
      const queued = yield* Effect.forkChild(tcp.query('ECHO?'), { startImmediately: true })
      yield* Fiber.interrupt(queued)
      assert.strictEqual(yield* tcp.state, 'ready')
      yield* Fiber.interrupt(first)
      assert.strictEqual(yield* tcp.query('ECHO?'), 'yes')
      assert.deepStrictEqual([...(yield* Simulator).requests], ['SILENT?', 'ECHO?'])
    }).pipe(Effect.provide(layer())),
  )

  it.effect('Effect.timeout on the test clock ends a call', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const fiber = yield* Effect.forkChild(tcp.query('SILENT?').pipe(Effect.timeoutOption('1 hour')))
      yield* received('SILENT?')
      yield* TestClock.adjust('1 hour')
      assert.strictEqual((yield* Fiber.join(fiber))._tag, 'None')
      assert.strictEqual(yield* tcp.state, 'idle')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('of a read with nothing taken leaves what had arrived', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      assert.strictEqual(yield* tcp.query('ECHO?'), 'yes')
      const read = yield* Effect.forkChild(tcp.readLine(), { startImmediately: true })
      yield* Fiber.interrupt(read)
      ;(yield* Simulator).send('later')
      assert.strictEqual(yield* tcp.readLine({ encoding: 'utf8' }), 'later')
      assert.strictEqual(yield* tcp.connectionCounter, 1)
    }).pipe(Effect.provide(layer())),
  )

  it.effect('of a stream frees the read lane', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.open()
      const fiber = yield* Effect.forkChild(Stream.runDrain(tcp.lines()), { startImmediately: true })
      assert.strictEqual((yield* Effect.flip(tcp.query('ECHO?')))._tag, 'StreamActiveError')
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* tcp.query('ECHO?'), 'yes')
      assert.strictEqual(yield* tcp.connectionCounter, 1)
    }).pipe(Effect.provide(layer({ quiet: 0 }))),
  )

  it.effect('the loser of a race is cancelled', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const winner = received('SILENT?')
      assert.strictEqual(yield* Effect.raceFirst(tcp.query('SILENT?'), winner), 'SILENT?')
      assert.strictEqual(yield* tcp.state, 'idle')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('the end of the scope fails what waits, and is for good', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const waiting = yield* Effect.scoped(
        Effect.gen(function* () {
          const tcp = yield* Tcp.make(host, port)
          const fiber = yield* Effect.forkDetach(Effect.flip(tcp.query('SILENT?')))
          yield* received('SILENT?')
          return { tcp, fiber }
        }),
      )
      assert.strictEqual((yield* Fiber.join(waiting.fiber))._tag, 'ClosedError')
      assert.strictEqual((yield* Effect.flip(waiting.tcp.query('ECHO?')))._tag, 'ClosedError')
      assert.strictEqual(yield* waiting.tcp.state, 'closed')
    }).pipe(Effect.provide(layer())),
  )
})
