/** Bad arguments of layers and streams: a defect that names what is wrong, before anything is connected. */
import { assert, it } from '@effect/vitest'
import { Cause, Effect, Exit, Layer, Stream } from 'effect'
import { Instruments, Tcp } from '../src/index.ts'

/** Of programs without types. */
type Loose = (...given: readonly unknown[]) => Layer.Layer<unknown, unknown>

const layer = Tcp.layer as unknown as Loose
const layerUrl = Tcp.layerUrl as unknown as Loose
const layerConfig = Tcp.layerConfig as unknown as Loose
const instruments = Instruments.layer as unknown as Loose
const none = [null, 5, 'none', Symbol('none'), []]

const built = (made: Layer.Layer<unknown, unknown>) => Effect.scoped(Layer.build(made))
const streamed = (from: (tcp: Tcp['Service']) => Stream.Stream<unknown, unknown>) =>
  Effect.scoped(Effect.flatMap(Tcp.make('127.0.0.1', 1), (tcp) => Stream.runDrain(from(tcp))))

const calls: Readonly<Record<string, readonly [run: Effect.Effect<unknown, unknown>, error: RegExp]>> = {
  'layer of nothing': [built(layer()), /^options: expected an object, got undefined$/],
  'layer, an unknown option': [built(layer({ host: 'a', port: 1, time: 5 })), /^unknown option "time"/],
  'layer without a host': [built(layer({})), /^host: expected a string, got undefined$/],
  'layer, a host that is null': [built(layer({ host: null })), /^host: expected a string, got null$/],
  'layerConfig, an object of other things': [
    built(layerConfig({ host: 5 })),
    /^config\.host: expected a Config, got 5$/,
  ],
  'instruments, an unknown option': [
    Effect.scoped(Effect.provide(Instruments.tcp('tcp://127.0.0.1:1'), instruments({ time: 5 }))),
    /^unknown option "time"/,
  ],
}
for (const value of none) {
  const shown = String(value) || 'an array'
  const error = /^options: expected an object, got /
  Object.assign(calls, {
    [`layer of ${shown}`]: [built(layer(value)), error],
    [`layerUrl, options of ${shown}`]: [built(layerUrl('tcp://127.0.0.1:1', value)), error],
    [`layerConfig of ${shown}`]: [built(layerConfig(value)), /^config: expected an object, got /],
    [`instruments of ${shown}`]: [built(instruments(value)), error],
    [`lines of ${shown}`]: [streamed((tcp) => tcp.lines(value as never)), error],
    [`blocks of ${shown}`]: [streamed((tcp) => tcp.blocks(5, value as never)), error],
  })
}

it.effect.each(Object.entries(calls))('%s', ([, [run, error]]) =>
  Effect.gen(function* () {
    const exit = yield* Effect.exit(run)
    const defect = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
    assert.instanceOf(defect, TypeError)
    assert.isTrue(Exit.hasDies(exit))
    assert.match((defect as TypeError).message, error)
  }),
)
