/** Makes a connection that lives as long as a scope. */
import { checkOptions, formatAddress, type KeepAlive, objectRule } from '@sockio/core'
import { Connection, type ConnectOptions, endpoint } from '@sockio/node'
import { type Context, Effect, FiberSet, type Scope } from 'effect'
import { counted } from './counted.ts'
import { inMs } from './durations.ts'
import { Exchanges } from './exchanges.ts'
import { hook } from './hook.ts'
import { Metrics } from './metrics.ts'
import { Observer } from './observer.ts'
import type { Options, PlainOptions } from './options.ts'
import { reconnection } from './reconnect.ts'
import { Session } from './session.ts'
import { Socket } from './socket.ts'
import { timeIn } from './time.ts'

/** The options in the driver's terms, checked; those that are effects are not among them. */
function driven<R>(options: Options<R>, context: Context.Context<never>): ConnectOptions<never> {
  objectRule(options, 'options')
  const { reconnect, keepAlive, ...others } = options
  const all = {
    ...inMs<PlainOptions>(others),
    ...(reconnect === undefined ? {} : { reconnect: reconnection(reconnect, context) }),
    ...(keepAlive === undefined ? {} : { keepAlive: inMs<KeepAlive | boolean>(keepAlive) }),
  }
  checkOptions(all)
  return all
}

/** What a connection needs of the scope it lives in. */
interface Surroundings<R> {
  readonly context: Context.Context<R>
  readonly fork: <A, E>(effect: Effect.Effect<A, E, R>) => ReturnType<typeof Effect.runFork<A, E>>
}

function connect<R>(host: string, port: number, options: Options<R>, { context, fork }: Surroundings<R>): Exchanges {
  const { onConnectionMade: _, ...plain } = driven(options, context)
  const { onConnectionMade } = options
  const where = endpoint(host, port, Boolean(options.tls))
  const metrics = new Metrics(formatAddress(where), context)
  const observer = new Observer(formatAddress(where), metrics, fork)
  const made =
    onConnectionMade &&
    hook((_, operations) => {
      return Effect.suspend(() => onConnectionMade(new Session(exchanges, operations))).pipe(
        Effect.withSpan('sockio.onConnectionMade', undefined, { captureStackTrace: false }),
      )
    }, fork)
  const driver = { ...plain, ...observer.notifications(options, made?.cut) }
  const time = timeIn(context)
  const count = counted((direction, bytes) => metrics.wire(direction, bytes))
  const connection = new Connection(where, driver, made?.run, time, count)
  const exchanges = new Exchanges(connection, metrics, time)
  return exchanges
}

/**
 * A connection to one instrument; nothing is connected before the first call. The end of the scope closes it for good.
 * A bad argument is a defect.
 *
 * @param host name or IP address
 * @param port 1 to 65535
 */
export function make<R = never>(
  host: string,
  port: number,
  options: Options<R> = {},
): Effect.Effect<Socket, never, R | Scope.Scope> {
  return Effect.gen(function* () {
    const fork = yield* FiberSet.makeRuntime<R>()
    const context = yield* Effect.context<R>()
    const acquire = Effect.sync(() => connect(host, port, options, { context, fork }))
    const exchanges = yield* Effect.acquireRelease(acquire, ({ connection }) =>
      Effect.callback<void>((resume) => connection.dispose(() => resume(Effect.void))),
    )
    return new Socket(exchanges)
  })
}
