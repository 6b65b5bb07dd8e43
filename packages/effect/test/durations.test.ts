/** Times are durations wherever an option takes one; plain numbers are milliseconds. */
import { assert, describe, it } from '@effect/vitest'
import { faults, raw } from '@sockio/sim'
import { Cause, Duration, Effect, Exit, Fiber, Queue, Stream } from 'effect'
import { TestClock } from 'effect/testing'
import { type Options, Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { afterRequest, received } from './rig.ts'

const device = { 'ECHO?': 'yes' }

/** Two seconds, in each way that Effect knows. */
const twoSeconds: readonly (readonly [title: string, time: Duration.Input])[] = [
  ['a number of ms', 2000],
  ['a text', '2 seconds'],
  ['a Duration', Duration.seconds(2)],
  ['an object', { seconds: 2 }],
  ['a pair', [2, 0]],
  ['a bigint of nanoseconds', 2_000_000_000n],
]

describe.each(twoSeconds)('%s', (_title, time) => {
  it.effect('of a call, of the connection, of an attempt and of a transaction', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const errors = [
        yield* Effect.flatMap(Tcp.make(host, port), (tcp) =>
          afterRequest('A?', '2 seconds', Effect.flip(tcp.query('A?', { timeout: time }))),
        ),
        yield* Effect.flatMap(Tcp.make(host, port, { timeout: time }), (tcp) =>
          afterRequest('B?', '2 seconds', Effect.flip(tcp.query('B?'))),
        ),
        yield* Effect.flatMap(
          Tcp.make(host, port, { connectionTimeout: time, onConnectionMade: (session) => session.query('C?') }),
          (tcp) => afterRequest('C?', '2 seconds', Effect.flip(tcp.open())),
        ),
        yield* Effect.flatMap(Tcp.make(host, port), (tcp) => {
          const stuck = tcp.transaction((session) => session.query('D?'), { timeout: time })
          return afterRequest('D?', '2 seconds', Effect.flip(stuck))
        }),
      ]
      assert.deepStrictEqual(
        errors.map(({ _tag }) => _tag),
        ['TimeoutError', 'TimeoutError', 'ConnectTimeoutError', 'TimeoutError'],
      )
      for (const { message } of errors) assert.include(message, '2000 ms')
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('of one line of a stream, and of one block', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.open()
      for (const stream of [tcp.lines({ timeout: time }), tcp.blocks(4, { timeout: time })]) {
        const fiber = yield* Effect.forkChild(Effect.flip(Stream.runCollect(stream)), { startImmediately: true })
        yield* TestClock.adjust('2 seconds')
        assert.strictEqual((yield* Fiber.join(fiber))._tag, 'TimeoutError')
      }
    }).pipe(Effect.provide(Simulator.layerTcp(device))),
  )

  const reconnects: Readonly<Record<string, Options['reconnect'] & {}>> = {
    'a policy': { retries: 2, minDelay: time, maxDelay: time, jitter: false },
    'a function': (attempt) => attempt < 3 && time,
  }
  it.effect.each(Object.entries(reconnects))('of %s of reconnection', ([, reconnect]) =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const delays = yield* Queue.unbounded<number>()
      const tcp = yield* Tcp.make(host, port, { reconnect, onRetry: ({ delay }) => Queue.offer(delays, delay) })
      const fiber = yield* Effect.forkChild(Effect.flip(tcp.query('ECHO?')))
      for (let attempt = 0; attempt < 2; attempt++) {
        assert.strictEqual(yield* Queue.take(delays), 2000)
        yield* TestClock.adjust('2 seconds')
      }
      assert.strictEqual((yield* Fiber.join(fiber))._tag, 'ConnectError')
    }).pipe(Effect.provide(Simulator.layer(device, { faults: faults.refuse() }))),
  )

  it.effect('of the keepalive', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.open()
      assert.deepInclude((yield* tcp.socketOptions)?.keepAlive, { idle: 2000 })
    }).pipe(Effect.provide(Simulator.layerTcp(device, { keepAlive: { idle: time } }))),
  )

  it.effect('between an exchange and the next', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.query('ECHO?')
      const fiber = yield* Effect.forkChild(tcp.query('ECHO?'), { startImmediately: true })
      yield* TestClock.adjust('1999 millis')
      assert.deepStrictEqual((yield* Simulator).requests, ['ECHO?'])
      yield* TestClock.adjust('1 millis')
      assert.strictEqual(yield* Fiber.join(fiber), 'yes')
    }).pipe(Effect.provide(Simulator.layerTcp(device, { pacing: time }))),
  )
})

describe('what is no duration', () => {
  it.effect.each(['soon', '2', '2 secs'])('%j is a defect that names the option', (time) =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const wrong = { timeout: time as Duration.Input }
      for (const call of [tcp.query('ECHO?', wrong), Effect.scoped(Tcp.make('10.0.0.7', 5025, wrong))]) {
        const exit = yield* Effect.exit(Effect.asVoid<unknown, unknown, never>(call))
        const defect = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
        assert.instanceOf(defect, TypeError)
        assert.match(String(defect), /timeout/)
      }
    }).pipe(Effect.provide(Simulator.layerTcp(device))),
  )

  it.effect('without end is no limit', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const fiber = yield* Effect.forkChild(tcp.query('A?', { timeout: 'Infinity' }))
      yield* received('A?')
      yield* TestClock.adjust('1 hour')
      assert.isUndefined(fiber.pollUnsafe())
    }).pipe(Effect.provide(Simulator.layerTcp(device))),
  )
})

it.live('of the silence that ends a frame', () =>
  Effect.gen(function* () {
    const tcp = yield* Tcp
    for (const idle of ['20 millis', Duration.millis(20), 20] as const) {
      assert.strictEqual(yield* tcp.exchange('ST?\n', { idle }, { encoding: 'utf8' }), 'READY')
    }
    const refused = yield* Effect.exit(tcp.exchange('ST?\n', { idle: '-1 seconds' }))
    assert.isTrue(Exit.isFailure(refused) && Cause.hasDies(refused.cause))
  }).pipe(Effect.provide(Simulator.layerTcp({ 'ST?': raw('READY') }))),
)
