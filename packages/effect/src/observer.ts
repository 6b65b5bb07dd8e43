/** Tells Effect what a connection tells: its log, its metrics, and the notifications that are effects themselves. */
import { AbortError, printable } from '@sockio/core'
import type { ConnectOptions } from '@sockio/node'
import { Effect } from 'effect'
import type { Metrics } from './metrics.ts'
import type { Notified, Options } from './options.ts'
import { taggedIfOurs } from './tagged.ts'

/** Runs an effect with what the connection was made with, as long as its scope lasts. */
export type Run = (effect: Effect.Effect<unknown, unknown>) => unknown

/** The options without those that this flavour turns into something else. */
export type Plain = Omit<Options, 'onConnectionMade' | 'reconnect'>

export class Observer {
  readonly #address: string
  readonly #metrics: Metrics
  readonly #run: Run
  #connections = 0

  constructor(address: string, metrics: Metrics, run: Run) {
    this.#address = address
    this.#metrics = metrics
    this.#run = run
  }

  /** The driver's notifications: ours first, then the user's; `cutHook` ends a hook whose attempt is over. */
  notifications(user: Plain, cutHook: () => void = () => undefined): ConnectOptions<never> {
    const log = (effect: Effect.Effect<void>) => this.#run(Effect.annotateLogs(effect, { address: this.#address }))
    return {
      onStateChange: (state, previous) => {
        if (state === 'ready' && ++this.#connections > 1) this.#metrics.reconnected()
        if (previous === 'initialising' && state !== 'ready') cutHook()
        log(Effect.logDebug(`sockio: ${previous} -> ${state}`))
        return this.#told(user.onStateChange?.(state, previous))
      },
      onConnectionLost: (error) => {
        // Whoever interrupts or aborts a call knows of it, and of what that costs.
        const level = error instanceof AbortError ? Effect.logDebug : Effect.logInfo
        if (error !== undefined) log(level(`sockio: connection lost: ${error.message}`))
        return this.#told(
          error === undefined ? user.onConnectionLost?.() : user.onConnectionLost?.(taggedIfOurs(error)),
        )
      },
      onEofReceived: () => {
        log(Effect.logDebug('sockio: the peer closed'))
        return this.#told(user.onEofReceived?.())
      },
      onRetry: (retry) => {
        const { attempt, delay, error } = retry
        const message = `sockio: ${error.message}; next attempt in ${Math.round(delay)} ms (failed so far: ${attempt})`
        log(attempt === 0 ? Effect.logDebug(message) : Effect.logWarning(message)) // 0: a loss, which was told already
        return this.#told(user.onRetry?.({ ...retry, error: taggedIfOurs(retry.error) }))
      },
      onStray: (bytes, origin) => {
        // Whoever leaves a stream knows that more may come.
        const [level, whose] =
          origin === 'stream'
            ? ([Effect.logDebug, 'came for a stream that did not take them'] as const)
            : ([Effect.logWarning, 'no request was owed'] as const)
        log(level(`sockio: bytes that ${whose}: ${printable(bytes)}`))
        return this.#told(user.onStray?.(bytes, origin))
      },
      onError: (error) => {
        if (user.onError !== undefined) return this.#told(user.onError(error))
        return log(Effect.logError('sockio: a callback failed', error))
      },
      ...(user.onWire && { onWire: (wire) => this.#told(user.onWire?.(wire)) }),
    }
  }

  /** What a notification returned: an effect is run; the driver minds the rest. */
  #told(result: Notified): unknown {
    if (!Effect.isEffect(result)) return result
    const failed = Effect.catchCause((cause: unknown) => Effect.logError('sockio: a notification failed', cause))
    return this.#run(Effect.asVoid(result).pipe(failed))
  }
}
