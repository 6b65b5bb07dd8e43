/** Many instruments at once: a connection for each address that is asked for, shared by all who ask. */
import { formatAddress, objectRule } from '@sockio/core'
import { endpoint, parseUrl } from '@sockio/node'
import { Context, type Duration, Effect, Layer, LayerMap, type Scope } from 'effect'
import type { Options } from './options.ts'
import { Tcp, type TcpShape } from './tcp.ts'

/** Options of all connections of the map. */
export interface InstrumentsOptions<R = never> extends Options<R> {
  /** How long a connection that nobody uses is kept. Default: it is closed at once. */
  readonly idleTimeToLive?: Duration.Input | undefined
}

/** All ways to write an address are one key. */
const key = (url: string) =>
  Effect.sync(() => {
    const { host, port, options } = parseUrl<{ readonly tls?: boolean }>(url, {})
    return formatAddress(endpoint(host, port, options.tls))
  })

/**
 * The instruments of a laboratory by their URLs; those of one address share its connection.
 *
 * @example
 * const name = Effect.flatMap(Tcp, (tcp) => tcp.query('*IDN?'))
 * const names = Effect.forEach(urls, (url) => name.pipe(Effect.provide(Instruments.get(url))), { concurrency: 'unbounded' })
 * names.pipe(Effect.provide(Instruments.layer({ timeout: 1000 })), Effect.runPromise)
 */
export class Instruments extends Context.Service<Instruments, LayerMap.LayerMap<string, Tcp>>()(
  '@sockio/effect/Instruments',
) {
  /** The map; its connections live at most as long as it. */
  static layer<R = never>(options: InstrumentsOptions<R> = {}): Layer.Layer<Instruments, never, R> {
    const map = Effect.suspend(() => {
      objectRule(options, 'options')
      const { idleTimeToLive, ...others } = options
      return LayerMap.make((url: string) => Tcp.layerUrl(url, others), { idleTimeToLive })
    })
    return Layer.effect(Instruments, map)
  }

  /** The service `Tcp` of the instrument at `url`; any URL that `socketForUrl` takes. */
  static get(url: string): Layer.Layer<Tcp, never, Instruments> {
    return Layer.unwrap(
      Effect.gen(function* () {
        const instruments = yield* Instruments
        return instruments.get(yield* key(url))
      }),
    )
  }

  /** The instrument that a URL names as a value, for a program that talks to several: in use as long as the scope lasts. */
  static tcp(url: string): Effect.Effect<TcpShape, never, Instruments | Scope.Scope> {
    return Effect.map(Layer.build(Instruments.get(url)), (context) => Context.get(context, Tcp))
  }
}
