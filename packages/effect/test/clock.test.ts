/** Time is Effect's: limits, delays and schedules pass when the test moves its clock on. */
import { assert, describe, it } from '@effect/vitest'
import { faults, raw } from '@sockio/sim'
import { Clock, Duration, Effect, Fiber, Logger, Queue, Schedule, Stream } from 'effect'
import { TestClock } from 'effect/testing'
import { ConnectError, ConnectTimeoutError, type Options, Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { afterRequest, received } from './rig.ts'

const device = { 'ECHO?': 'yes', 'OPEN?': 'open' }
const refused = Simulator.layer(device, { faults: faults.refuse() })

/** A connection, and the delays before its attempts as they are announced. */
const retrying = Effect.fn(function* (reconnect: Options['reconnect'] & {}) {
  const { host, port } = yield* Simulator
  const retries = yield* Queue.unbounded<number>()
  const tcp = yield* Tcp.make(host, port, { reconnect, onRetry: ({ delay }) => Queue.offer(retries, delay) })
  return { tcp, retry: Queue.take(retries) }
})

describe('limits', () => {
  it.effect('of a call', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const error = yield* afterRequest('SILENT?', '1 hour', Effect.flip(tcp.query('SILENT?')))
      assert.strictEqual(error._tag, 'TimeoutError')
      assert.include(error.message, '3600000 ms')
    }).pipe(Effect.provide(Simulator.layerTcp(device, { timeout: 3_600_000 }))),
  )

  it.effect('of one line of a stream', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.open()
      const lines = Stream.runCollect(tcp.lines({ timeout: 60_000, encoding: 'utf8' }))
      const fiber = yield* Effect.forkChild(Effect.flip(lines), { startImmediately: true })
      yield* TestClock.adjust('59 seconds')
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust('1 second')
      assert.strictEqual((yield* Fiber.join(fiber))._tag, 'TimeoutError')
      assert.strictEqual(yield* tcp.state, 'ready')
    }).pipe(Effect.provide(Simulator.layerTcp(device))),
  )

  it.effect('of a transaction, whose effect is interrupted', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      let interrupted = false
      const stuck = tcp.transaction(
        (session) =>
          Effect.andThen(session.query('ECHO?'), Effect.never).pipe(
            Effect.onInterrupt(() =>
              Effect.sync(() => {
                interrupted = true
              }),
            ),
          ),
        { timeout: 1000 },
      )
      const error = yield* afterRequest('ECHO?', '1 second', Effect.flip(stuck))
      assert.strictEqual(error._tag, 'TimeoutError')
      assert.isTrue(interrupted)
      assert.strictEqual(yield* tcp.query('ECHO?'), 'yes')
    }).pipe(Effect.provide(Simulator.layerTcp(device))),
  )

  it.effect('of a connection attempt, its hook included', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const tcp = yield* Tcp.make(host, port, {
        connectionTimeout: 5000,
        onConnectionMade: (session) => session.query('SILENT?'),
      })
      const error = yield* afterRequest('SILENT?', '5 seconds', Effect.flip(tcp.query('ECHO?')))
      assert.instanceOf(error, ConnectTimeoutError)
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('the end of the scope needs no moving, whatever the peer does', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      yield* Effect.scoped(
        Effect.gen(function* () {
          const tcp = yield* Tcp.make(host, port)
          yield* tcp.query('ECHO?')
          ;(yield* Simulator).inject(faults.halfOpen())
        }),
      )
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('what takes no time needs no moving: a connection that was lost is made again at once', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const device = yield* Simulator
      device.inject(faults.close({ match: 'ECHO?', times: 1 }))
      assert.strictEqual(yield* tcp.query('ECHO?', { retries: 1 }), 'yes')
      assert.strictEqual(yield* tcp.connectionCounter, 2)
    }).pipe(Effect.provide(Simulator.layerTcp(device))),
  )

  it.live('under the real clock they are real', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const error = yield* Effect.flip(tcp.query('SILENT?', { timeout: 20 }))
      assert.strictEqual(error._tag, 'TimeoutError')
    }).pipe(Effect.provide(Simulator.layerTcp(device)), Effect.provide(Logger.layer([]))),
  )
})

describe('silence', () => {
  it.effect('after a stream that was left passes on the clock', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* Stream.runDrain(Stream.take(tcp.lines({ start: 'ACQ:STAR' }), 1))
      const reply = yield* Effect.forkChild(tcp.query('ECHO?'))
      while (reply.pollUnsafe() === undefined) {
        yield* TestClock.adjust('1 hour')
        yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve))) // what is there is read meanwhile
      }
      assert.strictEqual(yield* Fiber.join(reply), 'yes')
    }).pipe(Effect.provide(Simulator.layerTcp({ ...device, 'ACQ:STAR': raw('1\n2\n3\n') }, { quiet: 3_600_000 }))),
  )
})

describe('a Schedule drives the reconnection', () => {
  it.effect('its delays pass on the clock, until the instrument is back', () =>
    Effect.gen(function* () {
      const simulated = yield* Simulator
      const { tcp, retry } = yield* retrying(Schedule.exponential('1 minute'))
      const reply = yield* Effect.forkChild(tcp.query('ECHO?'))
      assert.strictEqual(yield* retry, 60_000)
      yield* TestClock.adjust('1 minute')
      assert.strictEqual(yield* retry, 120_000)
      simulated.clear()
      yield* Effect.promise(() => simulated.ready())
      yield* TestClock.adjust('119 seconds')
      assert.strictEqual(yield* tcp.state, 'waiting')
      yield* TestClock.adjust('1 second')
      assert.strictEqual(yield* Fiber.join(reply), 'yes')
      assert.strictEqual(simulated.connections, 1)
    }).pipe(Effect.provide(refused)),
  )

  it.effect('when it ends, so do the attempts; the next call begins it anew', () =>
    Effect.gen(function* () {
      const { tcp, retry } = yield* retrying(Schedule.spaced('1 second').pipe(Schedule.upTo({ times: 2 })))
      for (let round = 0; round < 2; round++) {
        const fiber = yield* Effect.forkChild(Effect.flip(tcp.query('ECHO?')))
        for (let attempt = 0; attempt < 2; attempt++) {
          assert.strictEqual(yield* retry, 1000)
          yield* TestClock.adjust('1 second')
        }
        const error = yield* Fiber.join(fiber)
        assert.instanceOf(error, ConnectError)
        assert.propertyVal(error.cause, 'code', 'ECONNREFUSED')
      }
    }).pipe(Effect.provide(refused)),
  )

  it.effect('it sees why, and knows the time', () =>
    Effect.gen(function* () {
      const seen: unknown[] = []
      const schedule = Schedule.spaced('1 second').pipe(
        Schedule.setInputType<Error>(),
        Schedule.tap(({ input, elapsed }) => Effect.sync(() => seen.push(['code' in input && input.code, elapsed]))),
        Schedule.upTo({ duration: '1500 millis' }),
      )
      const { tcp, retry } = yield* retrying(schedule)
      const fiber = yield* Effect.forkChild(Effect.flip(tcp.query('ECHO?')))
      for (let attempt = 0; attempt < 2; attempt++) {
        assert.strictEqual(yield* retry, 1000)
        yield* TestClock.adjust('1 second')
      }
      assert.instanceOf(yield* Fiber.join(fiber), ConnectError)
      assert.deepStrictEqual(seen.slice(0, 2), [
        ['ECONNREFUSED', 0],
        ['ECONNREFUSED', 1000],
      ])
    }).pipe(Effect.provide(refused)),
  )

  it.effect('it sees errors of this library as the tagged ones, and so do notifications', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const seen: unknown[] = []
      const tcp = yield* Tcp.make(host, port, {
        connectionTimeout: 5000,
        onConnectionMade: (session) => session.query('SILENT?'),
        reconnect: Schedule.recurs(1).pipe(
          Schedule.setInputType<Error>(),
          Schedule.tap(({ input }) => Effect.sync(() => seen.push(input))),
        ),
        onRetry: ({ error }) => Effect.sync(() => seen.push(error)),
        onConnectionLost: (error) => Effect.sync(() => seen.push(error)),
      })
      const fiber = yield* Effect.forkChild(Effect.flip(tcp.query('ECHO?')))
      for (let attempt = 1; attempt <= 2; attempt++) {
        yield* received(attempt)
        yield* TestClock.adjust('5 seconds')
      }
      assert.instanceOf(yield* Fiber.join(fiber), ConnectTimeoutError)
      assert.isAtLeast(seen.length, 4)
      for (const error of seen) assert.instanceOf(error, ConnectTimeoutError)
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('it tells a failed hook from an instrument that is away', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const inputs: unknown[] = []
      const tcp = yield* Tcp.make(host, port, {
        onConnectionMade: () => Effect.fail(new Error('the wrong instrument')),
        reconnect: Schedule.forever.pipe(
          Schedule.setInputType<Error>(),
          Schedule.while(({ input }) => {
            inputs.push(input.message)
            return input.message !== 'the wrong instrument'
          }),
        ),
      })
      assert.strictEqual((yield* Effect.flip(tcp.query('ECHO?')))._tag, 'InitError')
      assert.deepStrictEqual(inputs, ['the wrong instrument'])
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('one that fails by a defect stops the attempts, and the log says why', () =>
    Effect.gen(function* () {
      const failed = yield* Queue.unbounded<string>()
      const { host, port } = yield* Simulator
      const tcp = yield* Tcp.make(host, port, {
        reconnect: Schedule.forever.pipe(Schedule.tap(() => Effect.die(new Error('a bad schedule')))),
        onError: (error) => Queue.offer(failed, error.message),
      })
      assert.instanceOf(yield* Effect.flip(tcp.query('ECHO?')), ConnectError)
      assert.strictEqual(yield* Queue.take(failed), 'a bad schedule')
    }).pipe(Effect.provide(refused)),
  )

  it.effect('a policy and a function work as in every flavour, on the same clock', () =>
    Effect.gen(function* () {
      const { tcp, retry } = yield* retrying((attempt) => attempt < 2 && 5000)
      const fiber = yield* Effect.forkChild(Effect.flip(tcp.query('ECHO?')))
      assert.strictEqual(yield* retry, 5000)
      yield* TestClock.adjust('5 seconds')
      assert.instanceOf(yield* Fiber.join(fiber), ConnectError)
      assert.strictEqual(yield* Clock.currentTimeMillis, 5000)
    }).pipe(Effect.provide(refused)),
  )

  it.effect('Effect.retry of a call does as well', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const tcp = yield* Tcp.make(host, port)
      const simulated = yield* Simulator
      const attempts = yield* Queue.unbounded<void>()
      const query = Effect.tapError(tcp.query('OPEN?'), () => Queue.offer(attempts, undefined)).pipe(
        Effect.retry({ schedule: Schedule.spaced('1 second'), while: (error) => error._tag === 'ConnectError' }),
      )
      const fiber = yield* Effect.forkChild(query)
      yield* Queue.take(attempts)
      simulated.clear()
      yield* Effect.promise(() => simulated.ready())
      yield* TestClock.adjust(Duration.seconds(1))
      assert.strictEqual(yield* Fiber.join(fiber), 'open')
      yield* received('OPEN?')
    }).pipe(Effect.provide(refused)),
  )
})
