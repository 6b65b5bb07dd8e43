/** What an Effect application sees of a connection: spans, metrics, logs. */
import { assert, describe, it } from '@effect/vitest'
import { faults } from '@sockio/sim'
import { Cause, Effect, Exit, Fiber, Logger, Metric, Queue, References, Stream, Tracer } from 'effect'
import { TestClock } from 'effect/testing'
import { Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { afterRequest, arrived, received } from './rig.ts'

const device = { '*IDN?': 'ACME', 'VOLT?': '1.25' }

/** A tracer that keeps its spans. */
function collecting() {
  const spans: Tracer.Span[] = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    },
  })
  const named = (name: string) => spans.filter((span) => span.name === name)
  return { tracer, named, names: () => spans.map(({ name }) => name) }
}

const exitOf = ({ status }: Tracer.Span) => (status._tag === 'Ended' ? status.exit : undefined)

describe('spans', () => {
  it.effect('one per exchange, within the caller’s own', () => {
    const { tracer, named } = collecting()
    return Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.query('*IDN?').pipe(Effect.withSpan('measurement'))
      const [span] = named('sockio.query')
      assert.isDefined(span)
      assert.strictEqual(span.kind, 'client')
      assert.deepStrictEqual(
        span.parent._tag === 'Some' && 'name' in span.parent.value && span.parent.value.name,
        'measurement',
      )
      assert.deepStrictEqual(Object.fromEntries(span.attributes), {
        'server.address': tcp.address.host,
        'server.port': tcp.address.port,
        'network.transport': 'tcp',
        'sockio.request': '"*IDN?\\n"',
      })
      assert.deepStrictEqual(exitOf(span), Exit.succeed('ACME'))
    }).pipe(Effect.provide(Simulator.layerTcp(device)), Effect.withTracer(tracer))
  })

  it.effect('end with how the exchange ended', () => {
    const { tracer, named } = collecting()
    return Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* Effect.flip(afterRequest('A?', '1 second', tcp.query('A?', { timeout: 1000 })))
      const fiber = yield* Effect.forkChild(tcp.query('B?'))
      yield* received('B?')
      yield* Fiber.interrupt(fiber)
      const [timedOut, interrupted] = named('sockio.query').map(exitOf)
      assert.isTrue(timedOut !== undefined && Exit.isFailure(timedOut) && Cause.hasFails(timedOut.cause))
      assert.isTrue(interrupted !== undefined && Exit.hasInterrupts(interrupted))
      assert.isTrue(named('sockio.query').every(({ status }) => status._tag === 'Ended'))
    }).pipe(Effect.provide(Simulator.layerTcp(device)), Effect.withTracer(tracer))
  })

  it.effect('of transactions and hooks hold those of their calls', () => {
    const { tracer, named } = collecting()
    return Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const tcp = yield* Tcp.make(host, port, { onConnectionMade: (session) => session.query('*IDN?') })
      yield* tcp.transaction((session) => session.query('VOLT?'))
      const parents = named('sockio.query').map(({ parent }) => parent._tag === 'Some' && parent.value)
      assert.deepStrictEqual(parents, [...named('sockio.onConnectionMade'), ...named('sockio.transaction')])
    }).pipe(Effect.scoped, Effect.provide(Simulator.layer(device)), Effect.withTracer(tracer))
  })

  it.effect('are not made for a tracer that nobody can look at, or where tracing is off', () => {
    const { tracer, names } = collecting()
    return Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.query('*IDN?').pipe(Effect.withTracer(Tracer.nativeTracer))
      yield* tcp.query('*IDN?').pipe(Effect.withTracerEnabled(false))
      assert.deepStrictEqual(names(), [])
    }).pipe(Effect.provide(Simulator.layerTcp(device)), Effect.withTracer(tracer))
  })
})

describe('metrics', () => {
  /** The states of all series of a name, by what sets them apart from each other. */
  const series = Effect.fn(function* (id: string, key: string) {
    const all = (yield* Metric.snapshot).filter((metric) => metric.id === id)
    return Object.fromEntries(all.map((metric) => [metric.attributes?.[key], metric.state]))
  })
  const fresh = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.provideService(effect, Metric.MetricRegistry, new Map())

  it.effect('count exchanges, failures and bytes, by address', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const { url } = yield* Simulator
      yield* tcp.query('*IDN?')
      yield* tcp.writeReadLine('VOLT?\n')
      yield* Effect.flip(afterRequest('A?', '1 second', tcp.query('A?', { timeout: 1000 })))
      assert.deepInclude((yield* series('sockio_requests', 'address'))[url], { count: 3 })
      assert.deepInclude((yield* series('sockio_failures', 'error')).TimeoutError, { count: 1 })
      const bytes = yield* series('sockio_bytes', 'direction')
      assert.deepInclude(bytes.sent, { count: '*IDN?\nVOLT?\nA?\n'.length })
      assert.deepInclude(bytes.received, { count: 'ACME\n1.25\n'.length })
    }).pipe(Effect.provide(Simulator.layerTcp(device)), fresh),
  )

  it.effect('the durations of exchanges are a histogram, in time of the clock', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      yield* tcp.query('*IDN?')
      yield* Effect.flip(afterRequest('A?', '3 seconds', tcp.query('A?', { timeout: 3000 })))
      const { url } = yield* Simulator
      assert.deepInclude((yield* series('sockio_request_duration_ms', 'address'))[url], {
        count: 2,
        min: 0,
        max: 3000,
        sum: 3000,
      })
    }).pipe(Effect.provide(Simulator.layerTcp(device)), fresh),
  )

  it.effect('reconnects are the connections after the first', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      for (let connection = 0; connection < 3; connection++) {
        yield* tcp.query('*IDN?')
        yield* tcp.close()
      }
      const { url } = yield* Simulator
      assert.deepInclude((yield* series('sockio_reconnects', 'address'))[url], { count: 2 })
    }).pipe(Effect.provide(Simulator.layerTcp(device)), fresh),
  )

  it.effect('carry the attributes of the fiber that calls', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const labelled = Effect.provideService(Metric.CurrentMetricAttributes, { experiment: '7' })
      yield* tcp.query('*IDN?').pipe(labelled)
      assert.deepInclude((yield* series('sockio_requests', 'experiment'))['7'], { count: 1 })
    }).pipe(Effect.provide(Simulator.layerTcp(device)), fresh),
  )
})

describe('logs', () => {
  interface Entry {
    readonly level: string
    readonly message: string
    readonly annotations: unknown
  }

  /** Loggers that keep what they are told. */
  const capturing = Effect.fn(function* () {
    const entries = yield* Queue.unbounded<Entry>()
    const logger = Logger.make<unknown, void>(({ logLevel, message, cause, fiber }) => {
      const annotations = fiber.getRef(References.CurrentLogAnnotations)
      const text = [message].flat().map(String).join(' ')
      const why = cause.reasons.length === 0 ? '' : `: ${Cause.pretty(cause)}`
      Queue.offerUnsafe(entries, { level: logLevel, message: `${text}${why}`, annotations })
    })
    return { entries, layer: Logger.layer([logger]) }
  })

  it.effect('tell of losses, retries and strays through the loggers of the application', () =>
    Effect.gen(function* () {
      const simulated = yield* Simulator
      const { host, port, url } = simulated
      const { entries, layer } = yield* capturing()
      const program = Effect.gen(function* () {
        const tcp = yield* Tcp.make(host, port, { reconnect: { retries: 3, minDelay: 1000, jitter: false } })
        yield* tcp.query('*IDN?')
        yield* arrived(['BANNER']).pipe(Effect.provideService(Tcp, tcp))
        yield* tcp.query('*IDN?')
        simulated.inject(faults.refuse())
        simulated.disconnect('reset')
        yield* Effect.promise(() => simulated.disconnected())
        const waiting = yield* Effect.forkChild(tcp.query('*IDN?'))
        const log: Entry[] = []
        while (log.at(-1)?.level !== 'Warn' || log.length < 3) {
          const entry = yield* Queue.take(entries)
          if (entry.message.startsWith('sockio: ')) log.push(entry) // a slow machine has Effect warn of a clock that stands still
        }
        simulated.clear()
        yield* Effect.promise(() => simulated.ready())
        yield* TestClock.adjust('1 second')
        yield* Fiber.join(waiting)
        return log
      }).pipe(Effect.scoped, Effect.provide(layer))
      const log = yield* program
      assert.deepStrictEqual(
        log.map(({ level }) => level),
        ['Warn', 'Info', 'Warn'],
      )
      assert.match(log[0]?.message ?? '', /^sockio: bytes that no request was owed: "BANNER\\n"$/)
      assert.match(log[1]?.message ?? '', /^sockio: connection lost: /)
      assert.match(log[2]?.message ?? '', /ECONNREFUSED.*next attempt in 1000 ms/)
      for (const { annotations } of log) assert.deepStrictEqual(annotations, { address: url })
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('of lines that were under way when a stream was left at level Debug, as the one who left it knows', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const { entries, layer } = yield* capturing()
      const program = Effect.gen(function* () {
        const tcp = yield* Tcp.make(host, port, { quiet: '1 hour' })
        yield* tcp.query('*IDN?')
        yield* arrived(['1', '2', '3']).pipe(Effect.provideService(Tcp, tcp))
        yield* tcp.lines({ stop: 'STOP', encoding: 'utf8' }).pipe(Stream.take(1), Stream.runDrain)
        while (true) {
          const entry = yield* Queue.take(entries)
          if (entry.message.startsWith('sockio: bytes')) return entry
        }
      }).pipe(Effect.scoped)
      const entry = yield* program.pipe(
        Effect.provide(layer),
        Effect.provideService(References.MinimumLogLevel, 'Debug'),
      )
      assert.strictEqual(entry.level, 'Debug')
      assert.match(entry.message, /^sockio: bytes that came for a stream that did not take them: "/)
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('of states at level Debug', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const { entries, layer } = yield* capturing()
      const program = Effect.flatMap(Tcp.make(host, port), (tcp) => tcp.query('*IDN?')).pipe(Effect.scoped)
      yield* program.pipe(Effect.provide(layer), Effect.provideService(References.MinimumLogLevel, 'Debug'))
      const log = yield* Queue.takeAll(entries)
      assert.deepStrictEqual(
        log.map(({ level, message }) => `${level} ${message}`),
        [
          'idle -> connecting',
          'connecting -> initialising',
          'initialising -> ready',
          'ready -> closing',
          'closing -> closed',
        ].map((change) => `Debug sockio: ${change}`),
      )
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('of the loss that an interruption causes at level Debug: whoever interrupts knows', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const { entries, layer } = yield* capturing()
      const program = Effect.gen(function* () {
        const tcp = yield* Tcp.make(host, port)
        const stuck = {
          'A?': tcp.query('A?'),
          'B?': tcp.query('B?').pipe(Effect.timeout('1 second')),
          'C?': tcp.transaction((session) => session.query('C?')),
        }
        for (const [request, call] of Object.entries(stuck)) {
          const fiber = yield* Effect.forkChild(call)
          yield* received(request)
          yield* request === 'B?' ? TestClock.adjust('1 second') : Fiber.interrupt(fiber)
          yield* Fiber.await(fiber)
        }
        assert.strictEqual(yield* tcp.query('*IDN?'), 'ACME')
        assert.strictEqual(yield* tcp.connectionCounter, 4)
      }).pipe(Effect.scoped, Effect.provide(layer))
      yield* program.pipe(Effect.provideService(References.MinimumLogLevel, 'Debug'))
      const log = yield* Queue.takeAll(entries)
      assert.deepStrictEqual(
        log.filter(({ level }) => level !== 'Debug'),
        [],
      )
      assert.strictEqual(log.filter(({ message }) => message.includes('connection lost')).length, 3)
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('of a notification that fails, and of a callback that throws; neither harms the connection', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const { entries, layer } = yield* capturing()
      const program = Effect.gen(function* () {
        const tcp = yield* Tcp.make(host, port, {
          onStateChange: (state) => {
            if (state === 'connecting') throw new Error('thrown')
            return state === 'ready' ? Effect.fail('failed') : undefined
          },
        })
        return yield* tcp.query('*IDN?')
      }).pipe(Effect.scoped, Effect.provide(layer))
      assert.strictEqual(yield* program, 'ACME')
      const log = yield* Queue.takeAll(entries)
      assert.match(log[0]?.message ?? '', /^sockio: a callback failed.* thrown/)
      assert.match(log[1]?.message ?? '', /^sockio: a notification failed: .*failed/)
      assert.strictEqual(log.length, 2)
    }).pipe(Effect.provide(Simulator.layer(device))),
  )
})
