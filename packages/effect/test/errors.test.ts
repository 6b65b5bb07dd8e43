/** The tagged errors: caught by their tags, with all their fields, and fit to be sent across a wire. */
import { assert, describe, it } from '@effect/vitest'
import { silent } from '@sockio/sim'
import { Cause, Effect, Exit, Schema } from 'effect'
import { ConnectError, SockioError, socketForUrl, Tcp, TimeoutError } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { afterRequest } from './rig.ts'

describe('tagged errors', () => {
  it.effect('catchTag picks one apart, with its fields', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const caught = yield* afterRequest(
        'READ?',
        '20 millis',
        tcp.query('READ?', { timeout: 20 }).pipe(
          Effect.map(() => undefined),
          Effect.catchTag('TimeoutError', (error) => Effect.succeed(error)),
        ),
      )
      assert.instanceOf(caught, TimeoutError)
      assert.strictEqual(caught.code, 'SOCKIO_TIMEOUT')
      assert.strictEqual(caught.name, 'TimeoutError')
      assert.strictEqual(caught.phase, 'reading')
      assert.strictEqual(caught.sent, 'yes')
      assert.deepStrictEqual(caught.address, tcp.address)
      assert.strictEqual(String(Buffer.from(caught.request ?? [])), 'READ?\n')
      assert.include(caught.message, 'no reply to "READ?\\n"')
    }).pipe(Effect.provide(Simulator.layerTcp(silent()))),
  )

  it.effect('share a tag with what Effect.timeout fails with, which Cause.isTimeoutError tells', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const whose = <E, R>(query: Effect.Effect<string, E, R>) =>
        query.pipe(
          Effect.catchIf(Cause.isTimeoutError, () => Effect.succeed('of Effect')),
          Effect.catchIf(
            (error) => error instanceof TimeoutError,
            () => Effect.succeed('of sockio'),
          ),
        )
      const ours = tcp.query('A?', { timeout: '1 second' })
      assert.strictEqual(yield* afterRequest('A?', '1 second', whose(ours)), 'of sockio')
      const theirs = tcp.query('B?').pipe(Effect.timeout('1 second'))
      assert.strictEqual(yield* afterRequest('B?', '1 second', whose(theirs)), 'of Effect')
      const either = tcp.query('C?').pipe(Effect.timeout('1 second'))
      const caught = Effect.catchTag(either, 'TimeoutError', ({ _tag }) => Effect.succeed(_tag))
      assert.strictEqual(yield* afterRequest('C?', '1 second', caught), 'TimeoutError')
    }).pipe(Effect.provide(Simulator.layerTcp(silent()))),
  )

  it.effect('a port where nobody listens is a ConnectError with the cause of the system', () =>
    Effect.gen(function* () {
      const device = yield* Simulator
      yield* Effect.promise(() => device.close())
      const tcp = yield* Tcp.make(device.host, device.port)
      const error = yield* Effect.flip(tcp.query('*IDN?'))
      assert.instanceOf(error, ConnectError)
      assert.propertyVal(error.cause, 'code', 'ECONNREFUSED')
    }).pipe(Effect.provide(Simulator.layer(silent()))),
  )

  it.effect('catchTags, and yielding one again', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const again = tcp.query('READ?', { timeout: 10 }).pipe(
        Effect.catchTags({
          TimeoutError: (error) => error,
          ConnectError: () => Effect.succeed(''),
        }),
      )
      const error = yield* afterRequest('READ?', '10 millis', Effect.flip(again))
      assert.strictEqual(error._tag, 'TimeoutError')
    }).pipe(Effect.provide(Simulator.layerTcp(silent()))),
  )

  it.effect('the schema knows them from others and carries them', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const error = yield* afterRequest('READ?', '10 millis', Effect.flip(tcp.query('READ?', { timeout: 10 })))
      assert.isTrue(Schema.is(SockioError)(error))
      assert.isFalse(Schema.is(SockioError)(new Error('another')))
      const codec = Schema.toCodecJson(SockioError)
      const text = JSON.stringify(yield* Schema.encodeEffect(codec)(error))
      const back = yield* Schema.decodeEffect(codec)(JSON.parse(text))
      assert.instanceOf(back, TimeoutError)
      assert.strictEqual(back.message, error.message)
      assert.deepStrictEqual(Buffer.from(back.request ?? []), Buffer.from('READ?\n'))
    }).pipe(Effect.provide(Simulator.layerTcp(silent()))),
  )
})

describe('bad arguments are defects', () => {
  const defect = (exit: Exit.Exit<unknown, unknown>): unknown => {
    assert.isTrue(Exit.isFailure(exit))
    if (Exit.isSuccess(exit)) return undefined
    assert.isFalse(Cause.hasFails(exit.cause))
    return Cause.squash(exit.cause)
  }

  it.effect('of a call, in its own time', () =>
    Effect.gen(function* () {
      const tcp = yield* Tcp
      const call = tcp.readExactly(-1) // nothing yet
      const error = defect(yield* Effect.exit(call))
      assert.instanceOf(error, RangeError)
      assert.match(String(error), /^RangeError: n: /)
      assert.strictEqual((yield* Simulator).connections, 0)
    }).pipe(Effect.provide(Simulator.layerTcp(silent()))),
  )

  it.effect('of a connection, and of a URL', () =>
    Effect.gen(function* () {
      assert.match(String(defect(yield* Effect.exit(Tcp.make('h', 70_000)))), /^RangeError: port: /)
      assert.match(String(defect(yield* Effect.exit(Tcp.make('h', 1, { eol: '' })))), /^RangeError: eol: /)
      assert.instanceOf(defect(yield* Effect.exit(socketForUrl('http://h:80'))), TypeError)
    }).pipe(Effect.scoped),
  )
})
