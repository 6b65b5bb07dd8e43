/** What is published on `node:diagnostics_channel`; free as long as nobody subscribes. */
import { channel, tracingChannel } from 'node:diagnostics_channel'
import type { Address, AnySockioError, State } from '@sockio/core'

/** The context of `tracing:sockio:exchange:*`; `error` is there at its end when it failed. */
export interface ExchangeTrace {
  readonly address: Address
  readonly request: Uint8Array | undefined
  error?: AnySockioError
}

/** The message of the channel `sockio:state`. */
export interface StateMessage {
  readonly address: Address
  readonly state: State
  readonly previous: State
  readonly error: Error | undefined
}

const { start, end, asyncStart, asyncEnd, error } = tracingChannel<unknown, ExchangeTrace>('sockio:exchange')
export const stateChannel = channel('sockio:state')
export const retryChannel = channel('sockio:retry')

/**
 * `NODE_DEBUG=sockio` shows these on stderr. Not by an import: a module that imports all of `node:util` takes longer to load
 * than the engine does. Node has this way from 22.3 on; before that they are not shown.
 */
export const debug: (message: string) => void =
  process.getBuiltinModule?.('node:util').debuglog('sockio') ?? (() => undefined)

/** Is anybody there to be told of exchanges? Asked of each channel, since Bun does not answer for all of them. */
export function tracing(): boolean {
  return (
    start.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers
  )
}

/** Tells that an exchange starts; `run` starts it, within the stores that are bound to the channel. */
export function traceStart(trace: ExchangeTrace, run: () => void): void {
  start.runStores(trace, run)
  end.publish(trace)
}

/** Tells how it ended; `run` tells its caller. */
export function traceEnd(trace: ExchangeTrace, run: () => void): void {
  if (trace.error !== undefined) error.publish(trace)
  asyncStart.runStores(trace, () => {
    run()
    asyncEnd.publish(trace)
  })
}
