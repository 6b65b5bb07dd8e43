/** The service as a value, by layers, by its URL, and from the configuration. */
import { assert, describe, it } from '@effect/vitest'
import { echo } from '@sockio/sim'
import { Cause, Config, ConfigProvider, Context, Effect, Exit, Layer, Scope } from 'effect'
import { socketForUrl, Tcp } from '../src/index.ts'
import { Simulator } from '../src/testing.ts'
import { afterRequest } from './rig.ts'

const device = { '*IDN?': 'ACME', '*': (request: string) => request }

describe('Tcp', () => {
  it.effect('make: connections by value, each for as long as the scope', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const first = yield* Tcp.make(host, port)
      const second = yield* Tcp.make(host, port, { eol: '\n' })
      assert.deepStrictEqual(first.address, { host, port, tls: false })
      assert.strictEqual(yield* first.state, 'idle')
      const names = yield* Effect.all([first.query('*IDN?'), second.query('2')], { concurrency: 'unbounded' })
      assert.deepStrictEqual(names, ['ACME', '2'])
      assert.strictEqual((yield* Simulator).connections, 2)
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('layer: closed for good when the layer is released', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(Tcp.layer({ host, port }), scope)
      const tcp = Context.get(context, Tcp)
      assert.strictEqual(yield* tcp.query('*IDN?'), 'ACME')
      assert.strictEqual(yield* tcp.state, 'ready')
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(yield* tcp.state, 'closed')
      yield* Effect.flatMap(Simulator, (simulated) => Effect.promise(() => simulated.disconnected()))
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('a failure of what uses it closes it as well', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const program = Effect.gen(function* () {
        yield* Tcp.use((tcp) => tcp.query('*IDN?'))
        return yield* Effect.fail('mine' as const)
      }).pipe(Effect.provide(Tcp.layer({ host, port })))
      assert.strictEqual(yield* Effect.flip(program), 'mine')
      yield* Effect.flatMap(Simulator, (simulated) => Effect.promise(() => simulated.disconnected()))
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('layerUrl and socketForUrl', () =>
    Effect.gen(function* () {
      const { host, port, url } = yield* Simulator
      const byLayer = Tcp.use((tcp) => tcp.query('a')).pipe(Effect.provide(Tcp.layerUrl(url, { timeout: 10_000 })))
      assert.strictEqual(yield* byLayer, 'a')
      const tcp = yield* socketForUrl(`TCPIP0::${host}::${port}::SOCKET`)
      assert.strictEqual(yield* tcp.query('b'), 'b')
    }).pipe(Effect.provide(Simulator.layer(device))),
  )

  it.effect('its functions need not be called on it, and may be replaced one by one', () =>
    Effect.gen(function* () {
      const { query, write, readLine } = yield* Tcp
      assert.strictEqual(yield* query('1'), '1')
      yield* write('2\n')
      assert.strictEqual(yield* readLine({ encoding: 'utf8' }), '2')
      const mine = Layer.effect(
        Tcp,
        Tcp.useSync((tcp) => Tcp.of({ ...tcp, query: (text, options) => tcp.query(`<${text}>`, options) })),
      )
      const program = Effect.gen(function* () {
        const tcp = yield* Tcp
        return [yield* tcp.query('3'), yield* tcp.writeReadLine('4\n', { encoding: 'utf8' })]
      })
      assert.deepStrictEqual(yield* program.pipe(Effect.provide(mine)), ['<3>', '4'])
    }).pipe(Effect.provide(Simulator.layerTcp(echo()))),
  )
})

describe('layerConfig', () => {
  const env = (entries: Record<string, string>) => ConfigProvider.layer(ConfigProvider.fromEnv({ env: entries }))
  const parsed = (entries: Record<string, string>, prefix?: string) =>
    Effect.gen(function* () {
      return yield* Tcp.config(prefix)
    }).pipe(Effect.provide(env(entries)))
  const address = { SOCKIO_HOST: 'scope.lab', SOCKIO_PORT: '5025' }

  it.effect.each([
    [address, { host: 'scope.lab', port: 5025 }],
    [
      { ...address, SOCKIO_TIMEOUT: '500' },
      { host: 'scope.lab', port: 5025, timeout: 500 },
    ],
    [
      { ...address, SOCKIO_TIMEOUT: '2 seconds' },
      { host: 'scope.lab', port: 5025, timeout: 2000 },
    ],
    [
      { ...address, SOCKIO_CONNECTION_TIMEOUT: '1 minute', SOCKIO_TIMEOUT: '0.5' },
      { host: 'scope.lab', port: 5025, timeout: 0.5, connectionTimeout: 60_000 },
    ],
  ] as const)('%j is read', ([entries, expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* parsed(entries), expected)
    }),
  )

  it.effect.each([
    [{}, 'HOST'],
    [{ SOCKIO_HOST: 'scope.lab' }, 'PORT'],
    [{ ...address, SOCKIO_HOST: '' }, 'HOST'],
    [{ ...address, SOCKIO_PORT: '70000' }, 'PORT'],
    [{ ...address, SOCKIO_PORT: '0' }, 'PORT'],
    [{ ...address, SOCKIO_PORT: 'scpi' }, 'PORT'],
    [{ ...address, SOCKIO_TIMEOUT: 'soon' }, 'TIMEOUT'],
    [{ ...address, SOCKIO_TIMEOUT: '-1' }, 'TIMEOUT'],
    [{ ...address, SOCKIO_CONNECTION_TIMEOUT: '1e99' }, 'CONNECTION_TIMEOUT'],
  ] as const)('%j is a ConfigError that names %s', ([entries, name]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(parsed(entries))
      assert.instanceOf(error, Config.ConfigError)
      assert.include(error.message, name)
      const layered = yield* Effect.exit(Tcp.pipe(Effect.provide(Tcp.layerConfig()), Effect.provide(env(entries))))
      assert.isTrue(Exit.isFailure(layered) && Cause.hasFails(layered.cause))
    }),
  )

  it.effect('connects to what the environment names, with the options given beside', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const Multimeter = Tcp.layerConfig(Tcp.config('DMM'), { eol: '\r\n', timeout: 1 })
      const program = Effect.gen(function* () {
        const tcp = yield* Tcp
        assert.strictEqual(yield* tcp.query('*IDN?'), 'ACME')
        const error = yield* afterRequest('SILENT?', '2 seconds', Effect.flip(tcp.query('SILENT?')))
        assert.include(error.message, 'in 2000 ms')
      })
      const there = env({ DMM_HOST: host, DMM_PORT: `${port}`, DMM_TIMEOUT: '2 seconds' })
      yield* program.pipe(Effect.provide(Multimeter), Effect.provide(there))
    }).pipe(Effect.provide(Simulator.layer({ ...device, 'SILENT?': [] }, { eol: '\r\n' }))),
  )

  it.effect('takes configs of one’s own', () =>
    Effect.gen(function* () {
      const { host, port } = yield* Simulator
      const layer = Tcp.layerConfig({
        host: Config.NonEmptyString('LAB_DMM'),
        port: Config.Port('LAB_PORT').pipe(Config.withDefault(port)),
      })
      const name = Tcp.use((tcp) => tcp.query('*IDN?'))
      assert.strictEqual(yield* name.pipe(Effect.provide(layer), Effect.provide(env({ LAB_DMM: host }))), 'ACME')
    }).pipe(Effect.provide(Simulator.layer(device))),
  )
})
