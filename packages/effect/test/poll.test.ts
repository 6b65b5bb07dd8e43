/** `poll` under the test clock, and its types. */
import { assert, describe, it } from '@effect/vitest'
import { Duration, Effect, Fiber, Stream } from 'effect'
import { TestClock } from 'effect/testing'
import { expectTypeOf, test } from 'vitest'
import {
  type DecodeError,
  type Decoder,
  type FramingError,
  type LimitOverrunError,
  type LineError,
  poll,
  type Session,
  type SessionError,
  type TcpShape,
} from '../src/index.ts'

declare const tcp: TcpShape
declare const session: Session
declare const volts: Decoder<number>

describe('poll', () => {
  it.effect('asks at once and then at the ticks of the clock; those that were missed are skipped', () =>
    Effect.gen(function* () {
      const took = [250, 20, 0, 0]
      const asked: number[] = []
      let now = 0
      const instrument = Effect.suspend(() => {
        asked.push(now)
        return Effect.as(Effect.sleep(took[asked.length - 1] ?? 0), asked.length)
      })
      const readings = yield* Effect.forkChild(
        poll(undefined, () => instrument, '100 millis').pipe(Stream.take(4), Stream.runCollect),
      )
      for (; now <= 500; now += 10) {
        yield* Effect.yieldNow
        yield* TestClock.adjust(Duration.millis(10))
      }
      assert.deepStrictEqual(yield* Fiber.join(readings), [1, 2, 3, 4])
      assert.strictEqual(asked[0], 0)
      // A request is seen in the step in which the clock reaches its tick.
      assert.deepStrictEqual(
        asked.map((at) => Math.ceil(at / 100) * 100),
        [0, 300, 400, 500],
      )
    }),
  )

  it.effect('the first that fails ends it with its error', () =>
    Effect.gen(function* () {
      let asked = 0
      const instrument = Effect.suspend(() => (++asked < 3 ? Effect.succeed(asked) : Effect.fail('lost' as const)))
      const running = yield* Effect.forkChild(Effect.flip(Stream.runDrain(poll(undefined, () => instrument, 1))))
      yield* TestClock.adjust('1 second')
      assert.strictEqual(yield* Fiber.join(running), 'lost')
      assert.strictEqual(asked, 3)
    }),
  )
})

test('types', () => {
  const checks = () => {
    type Undecoded = DecodeError | FramingError
    expectTypeOf(poll(tcp, 'Q?', 100)).toEqualTypeOf<Stream.Stream<string, LineError>>()
    expectTypeOf(poll(tcp, 'Q?', '1 second', { as: volts })).toEqualTypeOf<
      Stream.Stream<number, LineError | Undecoded>
    >()
    expectTypeOf(poll(session, 'Q?', 100)).toEqualTypeOf<Stream.Stream<string, SessionError | LimitOverrunError>>()
    expectTypeOf(poll(session, 'Q?', 100, { as: volts })).toEqualTypeOf<
      Stream.Stream<number, SessionError | LimitOverrunError | Undecoded>
    >()
    expectTypeOf(poll(tcp, (own) => own.query('Q?', { as: volts }), 100)).toEqualTypeOf<
      Stream.Stream<number, LineError | Undecoded>
    >()
    // @ts-expect-error no effect
    poll(tcp, () => 5, 100)
  }
  expectTypeOf(checks).toBeFunction()
})

test('what is no socket is a defect that names it', async () => {
  const exit = await Effect.runPromiseExit(Stream.runCollect(poll(null as unknown as TcpShape, 'N?', 1)))
  assert.match(String(exit), /sock: expected a socket or a session, got null/)
})
