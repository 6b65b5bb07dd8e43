/** The options of a connection in Effect: those of every flavour, with effects and schedules where they fit. */
import type { KeepAlive } from '@sockio/core'
import type { ConnectOptions } from '@sockio/node'
import type { Effect } from 'effect'
import type { Timed } from './durations.ts'
import type { ReconnectFunction, ReconnectPolicy, ReconnectSchedule } from './reconnect.ts'
import type { Session } from './session.ts'

type NotificationName =
  | 'onConnectionLost'
  | 'onEofReceived'
  | 'onStateChange'
  | 'onRetry'
  | 'onStray'
  | 'onError'
  | 'onWire'

/** The options that are no effects, and have no policy within them. */
export type PlainOptions = Omit<ConnectOptions, NotificationName | 'onConnectionMade' | 'reconnect' | 'keepAlive'>

/** What a notification may return: an effect is run, and its failure logged; a promise is watched for one. */
export type Notified = Effect.Effect<unknown, unknown> | PromiseLike<unknown> | undefined

type Notifications = {
  readonly [N in NotificationName]?: ((...args: Parameters<NonNullable<ConnectOptions[N]>>) => Notified) | undefined
}

/**
 * Options of a connection; see each field for its meaning and default. Times are durations, such as `'2 seconds'`, or
 * numbers of milliseconds. `R` is what the connection hook needs: the effect or layer that makes the connection needs it
 * too.
 */
export interface Options<R = never> extends Timed<PlainOptions>, Notifications {
  /**
   * Hook, run on every connection before it is ready; it may write and query through its session. When it fails, the
   * connection is given up with an `InitError` whose `cause` is its error.
   *
   * @example
   * onConnectionMade: (session) => session.write('HEADER OFF\n')
   */
  readonly onConnectionMade?: ((session: Session) => Effect.Effect<unknown, unknown, R>) | undefined
  /**
   * Connection retries: a `Schedule`, a policy, or a function `(attempt, error) => delay or false`. Default
   * `{ retries: 0 }`.
   *
   * @example
   * reconnect: Schedule.exponential('100 millis').pipe(Schedule.jittered, Schedule.upTo({ times: 5 }))
   */
  readonly reconnect?: ReconnectPolicy | ReconnectFunction | ReconnectSchedule | undefined
  /** TCP keepalive: of the defaults `{ idle: '1 minute', interval: '10 seconds', count: 3 }`, those not given; `false`: none. */
  readonly keepAlive?: Timed<KeepAlive> | boolean | undefined
}
