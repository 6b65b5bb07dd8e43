/** The service: a connection to one instrument, by scope, by layer, or from the configuration. */
import { objectRule } from '@sockio/core'
import { parseUrl } from '@sockio/node'
import { Config, Context, Effect, Layer, type Scope } from 'effect'
import { configRule, type Target, target } from './config.ts'
import { make } from './make.ts'
import type { Options } from './options.ts'
import type { Socket } from './socket.ts'

/** What the service does; a test may stand in for it with an object of its own. */
export type TcpShape = { readonly [K in keyof Socket]: Socket[K] }

/** Options of a layer: where the instrument is, and those of the connection. */
export interface LayerOptions<R = never> extends Options<R> {
  readonly host: string
  readonly port: number
}

/**
 * Talks to one instrument. Nothing is connected before the first call; a lost connection is made again by the next.
 *
 * @example
 * const program = Effect.gen(function* () {
 *   const tcp = yield* Tcp
 *   return yield* tcp.query('*IDN?')
 * })
 * program.pipe(Effect.provide(Tcp.layer({ host: '10.0.0.7', port: 5025, timeout: 1000 })), Effect.runPromise)
 */
export class Tcp extends Context.Service<Tcp, TcpShape>()('@sockio/effect/Tcp') {
  /**
   * A connection without the service, for a program with several: it lives as long as the scope.
   *
   * @example
   * const scope = yield* Tcp.make('10.0.0.7', 5025, { timeout: 1000 })
   */
  static make<R = never>(
    host: string,
    port: number,
    options?: Options<R>,
  ): Effect.Effect<TcpShape, never, R | Scope.Scope> {
    return make(host, port, options)
  }

  /** The service for one instrument; it needs what its connection hook needs. */
  static layer<R = never>(options: LayerOptions<R>): Layer.Layer<Tcp, never, R> {
    const made = Effect.suspend(() => {
      objectRule(options, 'options')
      const { host, port, ...others } = options
      return make(host, port, others)
    })
    return Layer.effect(Tcp, made)
  }

  /** The service for the instrument that a URL names (see `socketForUrl`); it needs what its connection hook needs. */
  static layerUrl<R = never>(url: string, options?: Options<R>): Layer.Layer<Tcp, never, R> {
    return Layer.effect(Tcp, socketForUrl(url, options))
  }

  /**
   * What `layerConfig` reads: `<prefix>_HOST` and `<prefix>_PORT`, and where they are there `<prefix>_TIMEOUT` and
   * `<prefix>_CONNECTION_TIMEOUT`, in milliseconds or as durations such as `2 seconds`.
   *
   * @param prefix default `SOCKIO`
   */
  static config(prefix?: string): Config.Config<Target> {
    return target(prefix)
  }

  /**
   * The service for the instrument that the configuration names, by default `SOCKIO_HOST` and `SOCKIO_PORT` of the
   * environment; what it says goes before `options`.
   *
   * @example
   * const Scope = Tcp.layerConfig(Tcp.config('SCOPE'), { eol: '\r\n' }) // SCOPE_HOST, SCOPE_PORT, SCOPE_TIMEOUT
   */
  static layerConfig<R = never>(
    config: Config.Wrap<Target> = target(),
    options: Options<R> = {},
  ): Layer.Layer<Tcp, Config.ConfigError, R> {
    const read = Effect.suspend(() => {
      configRule(config, 'config')
      return Config.unwrap(config)
    })
    return Layer.effect(
      Tcp,
      Effect.flatMap(
        read,
        ({ host, port, timeout = options.timeout, connectionTimeout = options.connectionTimeout }) => {
          objectRule(options, 'options')
          return make(host, port, { ...options, timeout, connectionTimeout })
        },
      ),
    )
  }
}

/**
 * Makes the connection that a URL names: `tcp://host:port`, `tls://host:port`,
 * `TCPIP0::host::port::SOCKET` or just `host:port`; without a port, `host` and `tcp://host` mean port 5025. A Unix socket is
 * `unix:///path/of/socket`. Any other
 * is a defect.
 */
export function socketForUrl<R = never>(
  url: string,
  options: Options<R> = {},
): Effect.Effect<TcpShape, never, R | Scope.Scope> {
  return Effect.suspend(() => {
    const parsed = parseUrl(url, options)
    return make(parsed.host, parsed.port, parsed.options)
  })
}
