/** Streams as Effect users have them: pulled, left early, slow, shared, and across reboots. */
import { setTimeout as wait } from 'node:timers/promises'
import { assert, describe, it } from '@effect/vitest'
import { until } from '@sockio/conformance'
import { raw, scope, stream } from '@sockio/sim'
import { Cause, Deferred, Effect, Exit, Fiber, Queue, Schedule, Stream } from 'effect'
import { TestClock } from 'effect/testing'
import { ConnectionEOFError, StreamActiveError, Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { arrived, eventually, numbers } from './rig.ts'

const text = { encoding: 'utf8' } as const
/** Real time for the sockets. */
const pause = Effect.promise(() => wait(5))
const layer = (options = {}) => Simulator.layerTcp({ '*': (request) => request }, options)

/** The service, connected, with these lines in its buffer. */
const holding = Effect.fn(function* (lines: readonly string[]) {
  const tcp = yield* Tcp
  yield* tcp.open()
  yield* arrived(lines)
  return tcp
})

describe('a stream that ends early', () => {
  it.effect('leaves what it did not give, to the line', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(numbers(1000))
      const lines = tcp.lines(text)
      for (let from = 0; from < 1000; from += 100) {
        assert.deepStrictEqual(yield* lines.pipe(Stream.take(100), Stream.runCollect), numbers(100, from))
      }
      assert.strictEqual(yield* tcp.inWaiting, 0)
    }).pipe(Effect.provide(layer())),
  )

  it.effect('whatever is between', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(numbers(10))
      const even = tcp.lines(text).pipe(
        Stream.map(Number),
        Stream.filter((n) => n % 2 === 0),
        Stream.mapEffect((n) => Effect.succeed(n)),
        Stream.takeUntil((n) => n === 4),
      )
      assert.deepStrictEqual(yield* Stream.runCollect(even), [0, 2, 4])
      assert.strictEqual(yield* tcp.readLine(text), '5')
      assert.deepStrictEqual((yield* Stream.runHead(tcp.lines(text)))._tag, 'Some')
      assert.strictEqual(yield* tcp.readLine(text), '7')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('by a failure or a defect downstream, also', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(numbers(4))
      const failing = Stream.runForEach(tcp.lines(text), (line) => Effect.fail(`no ${line}`))
      assert.strictEqual(yield* Effect.flip(failing), 'no 0')
      const dying = Stream.runForEach(tcp.lines(text), (line) => Effect.die(`no ${line}`))
      assert.isTrue(Exit.hasDies(yield* Effect.exit(dying)))
      assert.deepStrictEqual(yield* tcp.readLines(2, text), ['2', '3'])
    }).pipe(Effect.provide(layer())),
  )

  it.effect('by interruption in the turn in which lines come, also', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.open()
      const first = yield* Queue.unbounded<string>()
      const consumer = Stream.runForEach(tcp.lines(text), (line) =>
        Effect.andThen(Queue.offer(first, line), Effect.never),
      )
      const fiber = yield* Effect.forkChild(consumer, { startImmediately: true })
      ;(yield* Simulator).send(['1', '2', '3'])
      assert.strictEqual(yield* Queue.take(first), '1')
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* tcp.readLines(2, text), ['2', '3'])
    }).pipe(Effect.provide(layer())),
  )
})

describe('chunkSize', () => {
  it.effect('gives what is there at once, and waits for no more', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(numbers(7))
      const sizes = tcp.lines({ ...text, chunkSize: 3 }).pipe(
        Stream.chunks,
        Stream.map((chunk) => chunk.length),
        Stream.take(3),
      )
      assert.deepStrictEqual(yield* Stream.runCollect(sizes), [3, 3, 1])
    }).pipe(Effect.provide(layer())),
  )

  it.effect('loses none where the chunk is the unit', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(numbers(10))
      const one = tcp.lines({ ...text, chunkSize: 4 }).pipe(Stream.chunks, Stream.take(1), Stream.flattenArray)
      assert.deepStrictEqual(yield* Stream.runCollect(one), numbers(4))
      assert.deepStrictEqual(yield* Stream.runCollect(one), numbers(4, 4))
      assert.strictEqual(yield* tcp.readLine(text), '8')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('loses the rest of its last chunk where the line is the unit', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(numbers(10))
      const lines = tcp.lines({ ...text, chunkSize: 4 })
      assert.deepStrictEqual(yield* lines.pipe(Stream.take(5), Stream.runCollect), numbers(5))
      assert.strictEqual(yield* tcp.readLine(text), '8')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('for blocks too; and a bad one is a defect that names it', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(['abc', 'def'])
      const blocks = tcp.blocks(2, { ...text, chunkSize: 16 }).pipe(Stream.chunks, Stream.runHead)
      assert.deepStrictEqual(yield* Effect.flatMap(blocks, Effect.fromOption), ['ab', 'c\n', 'de', 'f\n'])
      for (const chunkSize of [0, 1.5, Number.NaN]) {
        const exit = yield* Effect.exit(Stream.runDrain(tcp.lines({ chunkSize })))
        assert.match(String(Exit.isFailure(exit) && Cause.squash(exit.cause)), /^RangeError: chunkSize: /)
      }
    }).pipe(Effect.provide(layer())),
  )
})

describe('a slow consumer', () => {
  const COUNT = 20_000
  const endless = () => {
    let produced = 0
    const line = (index: number) => {
      produced = index
      return index < COUNT ? `${index}`.padEnd(1000, '.') : undefined
    }
    /** Resolves when nothing more is produced for a while. */
    const stalled = Effect.promise(async () => {
      let before = -1
      await until('the instrument is held up', async () => {
        await wait(50)
        const held = produced === before
        before = produced
        return held
      })
      return produced
    })
    return { device: { START: () => stream(line, { period: 0 }) }, stalled }
  }

  it.effect('holds the instrument up, and gets every line', () => {
    const { device, stalled } = endless()
    return Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.write('START\n')
      let next = 0
      const slow = Effect.fn(function* (line: string) {
        if (next === 0) assert.isBelow(yield* stalled, COUNT)
        assert.strictEqual(Number.parseInt(line, 10), next++)
      })
      yield* tcp.lines(text).pipe(Stream.take(COUNT), Stream.runForEach(slow))
      assert.strictEqual(next, COUNT)
    }).pipe(Effect.provide(Simulator.layerTcp(device, { bufferSize: 10_000 })))
  })

  it.effect('with overflow: latest, sees the newest; dropped counts the others', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.open()
      const lines = tcp.lines({ ...text, overflow: 'latest' })
      const seen = yield* Queue.unbounded<string>()
      const go = yield* Deferred.make<void>()
      const consumer = Stream.runForEach(Stream.take(lines, 2), (line) =>
        Effect.andThen(Queue.offer(seen, line), Deferred.await(go)),
      )
      const fiber = yield* Effect.forkChild(consumer, { startImmediately: true })
      const device = yield* Simulator
      device.send('0')
      assert.strictEqual(yield* Queue.take(seen), '0')
      device.send(numbers(100, 1))
      yield* eventually(
        'all but one are dropped',
        Effect.map(lines.dropped, (dropped) => dropped === 99),
      )
      yield* Deferred.succeed(go, undefined)
      assert.strictEqual(yield* Queue.take(seen), '100')
      yield* Fiber.join(fiber)
    }).pipe(Effect.provide(layer())),
  )

  it.effect('with overflow: error, fails', () => {
    const { device, stalled } = endless()
    return Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.write('START\n')
      const slow = Stream.runForEach(tcp.lines({ overflow: 'error' }), () => stalled)
      const error = yield* Effect.flip(slow)
      assert.strictEqual(error._tag, 'OverflowError')
    }).pipe(Effect.provide(Simulator.layerTcp(device, { bufferSize: 10_000 })))
  })
})

describe('beside others', () => {
  it.effect('a stream holds the right to read: a query is told so at once, and so is a second stream', () =>
    Effect.gen(function* () {
      const tcp = yield* holding([])
      const fiber = yield* Effect.forkChild(Stream.runDrain(tcp.lines()), { startImmediately: true })
      assert.instanceOf(yield* Effect.flip(tcp.query('ECHO')), StreamActiveError)
      assert.instanceOf(yield* Effect.flip(Stream.runDrain(tcp.lines())), StreamActiveError)
      yield* tcp.write('WRITTEN\n')
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide(layer())),
  )

  it.effect('with match, lines that match are the stream’s; the others are left to requests', () =>
    Effect.gen(function* () {
      const tcp = yield* holding([])
      const alarms = yield* Queue.unbounded<string>()
      const watch = tcp.lines({ ...text, match: /^ALARM/ }).pipe(Stream.runForEach((line) => Queue.offer(alarms, line)))
      yield* Effect.forkScoped(watch, { startImmediately: true })
      const device = yield* Simulator
      device.send('ALARM 1')
      assert.strictEqual(yield* tcp.query('first'), 'first')
      device.send('ALARM 2')
      assert.strictEqual(yield* tcp.query('second'), 'second')
      assert.deepStrictEqual([yield* Queue.take(alarms), yield* Queue.take(alarms)], ['ALARM 1', 'ALARM 2'])
    }).pipe(Effect.provide(layer())),
  )

  it.effect('Stream.share: one stream for all', () =>
    Effect.gen(function* () {
      const tcp = yield* holding([])
      const shared = yield* Stream.share(tcp.lines(text), { capacity: 16 })
      const both = yield* Effect.forkChild(
        Effect.all(
          [shared, shared].map((lines) => lines.pipe(Stream.take(2), Stream.runCollect)),
          {
            concurrency: 'unbounded',
          },
        ),
        { startImmediately: true },
      )
      ;(yield* Simulator).send(['1', '2'])
      assert.deepStrictEqual(yield* Fiber.join(both), [
        ['1', '2'],
        ['1', '2'],
      ])
      assert.strictEqual(yield* tcp.query('free again'), 'free again')
    }).pipe(Effect.provide(layer({ quiet: 0 }))),
  )
})

describe('the end of a stream', () => {
  it.effect('is that of the connection; bytes left over are an error, with them', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(['1', '2'])
      const device = yield* Simulator
      const all = yield* Effect.forkChild(Stream.runCollect(tcp.lines(text)), { startImmediately: true })
      device.disconnect()
      assert.deepStrictEqual(yield* Fiber.join(all), ['1', '2'])
      yield* tcp.open()
      const cut = yield* Effect.forkChild(Effect.flip(Stream.runDrain(tcp.lines(text))), { startImmediately: true })
      device.send(raw('3\nhal'))
      device.disconnect()
      const error = yield* Fiber.join(cut)
      assert.instanceOf(error, ConnectionEOFError)
      assert.strictEqual(String(Buffer.from(error.partial ?? [])), 'hal')
    }).pipe(Effect.provide(layer())),
  )

  it.effect('never comes with reconnect: across a reboot the stream goes on, after the hook', () =>
    Effect.gen(function* () {
      const device = yield* Simulator
      const tcp = yield* Tcp.make(device.host, device.port, {
        reconnect: Schedule.spaced('1 second'),
        onConnectionMade: (session) => session.write('ACQ:STAR\n'),
        onRetry: () => Effect.sync(() => retries++),
      })
      let retries = 0
      const seen: string[] = []
      const take = tcp.lines({ ...text, reconnect: true }).pipe(
        Stream.tap((line) => Effect.sync(() => seen.push(line))),
        Stream.tap(() => (seen.length === 5 ? Effect.promise(() => device.reboot(0)) : Effect.void)),
        Stream.takeUntil((line) => line === '3' && seen.length > 8),
        Stream.runDrain,
      )
      const fiber = yield* Effect.forkChild(take)
      yield* Effect.raceFirst(Fiber.join(fiber), Effect.forever(Effect.andThen(TestClock.adjust('1 second'), pause)))
      assert.deepStrictEqual(seen.slice(-4), ['0', '1', '2', '3'])
      assert.strictEqual(yield* tcp.connectionCounter, 2)
      assert.isAtLeast(retries, 1)
    }).pipe(Effect.provide(Simulator.layer(scope({ period: 2 })))),
  )

  it.effect('each run is a stream of its own', () =>
    Effect.gen(function* () {
      const tcp = yield* holding(numbers(4))
      const two = tcp.lines(text).pipe(Stream.take(2))
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.concat(two, two)), numbers(4))
    }).pipe(Effect.provide(layer())),
  )
})
