/** Makes a connection that lives as long as a scope. */
import { address, checkOptions, formatAddress } from '@sockio/core'
import { Connection, type ConnectOptions } from '@sockio/node'
import { type Context, Effect, FiberSet, Schedule, type Scope } from 'effect'
import { Exchanges } from './exchanges.ts'
import { hook } from './hook.ts'
import { Metrics } from './metrics.ts'
import { Observer } from './observer.ts'
import type { Options } from './options.ts'
import { reconnectBy } from './reconnect.ts'
import { Session } from './session.ts'
import { Socket } from './socket.ts'
import { timeIn } from './time.ts'

type Reconnect = Pick<ConnectOptions, 'reconnect'>

/** Checks the options; gives the retries in the driver's terms. */
function checked<R>(options: Options<R>, context: Context.Context<never>): Reconnect {
  const reconnect = options?.reconnect
  if (reconnect === undefined || !Schedule.isSchedule(reconnect)) {
    checkOptions(options)
    return reconnect === undefined ? {} : { reconnect }
  }
  const driven: Reconnect = { reconnect: reconnectBy(reconnect, context) }
  checkOptions({ ...options, ...driven })
  return driven
}

/** What a connection needs of the scope it lives in. */
interface Surroundings<R> {
  readonly context: Context.Context<R>
  readonly fork: <A, E>(effect: Effect.Effect<A, E, R>) => ReturnType<typeof Effect.runFork<A, E>>
}

function connect<R>(host: string, port: number, options: Options<R>, { context, fork }: Surroundings<R>): Exchanges {
  const reconnect = checked(options, context)
  const { onConnectionMade, reconnect: _, ...plain } = options
  const where = address(host, port, Boolean(options.tls))
  const metrics = new Metrics(formatAddress(where), context)
  const observer = new Observer(formatAddress(where), metrics, fork)
  const made =
    onConnectionMade &&
    hook((_, operations) => {
      return Effect.suspend(() => onConnectionMade(new Session(exchanges, operations))).pipe(
        Effect.withSpan('sockio.onConnectionMade', undefined, { captureStackTrace: false }),
      )
    }, fork)
  const driver = { ...plain, ...observer.notifications(plain, made?.cut), ...reconnect }
  const time = timeIn(context)
  const connection = new Connection(where, driver, made?.run, time)
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
