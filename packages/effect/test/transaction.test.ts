/** Transactions: an effect that has the instrument for itself, with its own errors and services, and any way to end. */
import { assert, describe, it } from '@effect/vitest'
import { Context, Effect, Exit, Fiber, Queue } from 'effect'
import { TestClock } from 'effect/testing'
import { type Session, Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { received } from './rig.ts'

class Gain extends Context.Service<Gain, number>()('test/Gain') {}

const layer = (options = {}) =>
  Simulator.layerTcp({ SILENT: [], 'OUTP ON': [], 'OUTP OFF': [], '*': (request) => request }, options)
const requests = Effect.map(Simulator, (device) => [...device.requests])

const twice = Effect.fnUntraced(function* (session: Session, text: string) {
  return [yield* session.query(`${text}1`), yield* session.query(`${text}2`)]
})

describe('transaction', () => {
  it.effect('is atomic: nothing of others comes between', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const all = [tcp.transaction((session) => twice(session, 'a')), tcp.transaction((session) => twice(session, 'b'))]
      const [a, b, c] = yield* Effect.all([...all, Effect.map(tcp.query('c'), (reply) => [reply])], {
        concurrency: 'unbounded',
      })
      assert.deepStrictEqual([a, b, c], [['a1', 'a2'], ['b1', 'b2'], ['c']])
      assert.deepStrictEqual(yield* requests, ['a1', 'a2', 'b1', 'b2', 'c'])
    }).pipe(Effect.provide(layer())),
  )

  it.effect('uses services, and fails with errors of its own', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const amplified = tcp.transaction(
        Effect.fnUntraced(function* (session) {
          const gain = yield* Gain
          const volts = Number(yield* session.query('3'))
          if (volts * gain > 5) return yield* Effect.fail({ _tag: 'Overload', volts } as const)
          return volts * gain
        }),
      )
      assert.strictEqual(yield* Effect.provideService(amplified, Gain, 1.5), 4.5)
      const recovered = amplified.pipe(
        Effect.catchTag('Overload', ({ volts }) => Effect.succeed(volts)),
        Effect.provideService(Gain, 2),
      )
      assert.strictEqual(yield* recovered, 3)
      assert.strictEqual(yield* tcp.query('free'), 'free')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('a defect in it frees the instrument', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const exit = yield* Effect.exit(tcp.transaction(() => Effect.die('a bug')))
      assert.isTrue(Exit.hasDies(exit))
      const thrown = yield* Effect.exit(
        tcp.transaction((): Effect.Effect<void> => {
          throw new Error('a bug')
        }),
      )
      assert.isTrue(Exit.hasDies(thrown))
      assert.strictEqual(yield* tcp.query('free'), 'free')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('interrupted while it waits for its turn, never runs', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const first = yield* Effect.forkChild(tcp.transaction(() => Effect.never))
      yield* Effect.yieldNow
      let ran = false
      const second = yield* Effect.forkChild(
        tcp.transaction(() =>
          Effect.sync(() => {
            ran = true
          }),
        ),
        { startImmediately: true },
      )
      yield* Fiber.interrupt(second)
      yield* Fiber.interrupt(first)
      assert.strictEqual(yield* tcp.query('free'), 'free')
      assert.isFalse(ran)
    }).pipe(Effect.provide(layer())),
  )

  it.effect('interrupted while it runs, frees the instrument; its finalizers run first', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const log = yield* Queue.unbounded<string>()
      const fiber = yield* Effect.forkChild(
        tcp.transaction((session) =>
          Effect.acquireUseRelease(
            session.write('OUTP ON\n'),
            () => Effect.never,
            () => Effect.andThen(session.write('OUTP OFF\n'), Queue.offer(log, 'released')).pipe(Effect.orDie),
          ),
        ),
      )
      yield* received('OUTP ON')
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(yield* Queue.take(log), 'released')
      assert.strictEqual(yield* tcp.query('free'), 'free')
      assert.deepStrictEqual(yield* requests, ['OUTP ON', 'OUTP OFF', 'free'])
    }).pipe(Effect.provide(layer())),
  )

  it.effect('its signal ends it with an AbortError; close() with a ClosedError', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const controller = new AbortController()
      const aborted = yield* Effect.forkChild(
        Effect.flip(tcp.transaction((session) => session.query('SILENT'), { signal: controller.signal })),
      )
      yield* received('SILENT')
      controller.abort('enough')
      const error = yield* Fiber.join(aborted)
      assert.strictEqual(error._tag, 'AbortError')
      assert.strictEqual(error.cause, 'enough')
      const closed = yield* Effect.forkChild(Effect.flip(tcp.transaction((session) => session.query('SILENT'))))
      yield* received(2)
      yield* tcp.close()
      assert.strictEqual((yield* Fiber.join(closed))._tag, 'ClosedError')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('its session is over with it, however it ends: what is asked of it next is not sent', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const given = yield* Queue.unbounded<Session>()
      const late = Effect.flatMap(Queue.take(given), (session) => Effect.flip(session.query('late')))
      const keep = (session: Session) => Queue.offer(given, session)
      const rest = (session: Session) => Effect.andThen(keep(session), Effect.never)
      const begun = Effect.andThen(Queue.peek(given), Effect.void)
      const ends: Readonly<Record<string, Effect.Effect<unknown, unknown>>> = {
        succeeds: tcp.transaction(keep),
        'succeeds after a reply': tcp.transaction((session) => Effect.andThen(session.query('Q'), keep(session))),
        fails: Effect.flip(tcp.transaction((session) => Effect.andThen(keep(session), Effect.fail('mine')))),
        dies: Effect.exit(tcp.transaction((session) => Effect.andThen(keep(session), Effect.die('a bug')))),
        'is interrupted': Effect.raceFirst(tcp.transaction(rest), begun),
        'takes too long': Effect.all(
          [Effect.flip(tcp.transaction(rest, { timeout: 5 })), Effect.andThen(begun, TestClock.adjust(5))],
          { concurrency: 'unbounded' },
        ),
      }
      for (const [end, transaction] of Object.entries(ends)) {
        const error = yield* Effect.andThen(transaction, late)
        assert.strictEqual(error._tag, end === 'takes too long' ? 'NotConnectedError' : 'ClosedError', end)
      }
      assert.deepStrictEqual(yield* requests, ['Q'])
    }).pipe(Effect.provide(layer())),
  )
})
