/** The notifications of a connection: what users, and subscribers of the diagnostics channels, are told, and when. */
import type { AsyncResource } from 'node:async_hooks'
import type { Address, State, StrayOrigin } from '@sockio/core'
import type { Delivery } from './call.ts'
import { retryChannel, stateChannel } from './diagnostics.ts'
import type { ConnectOptions } from './options.ts'
import { Reporter } from './reporter.ts'
import { timers } from './timers.ts'

/** A change of state, with what was true when it happened. */
export interface Change {
  readonly to: State
  readonly from: State
  readonly error: Error | undefined
  readonly retry: { readonly attempt: number; readonly delay: number }
}

/** News of bytes that pass. */
export type Tap = (bytes: Uint8Array) => Delivery

export class Notifications {
  readonly #address: Address
  readonly #options: ConnectOptions<never>
  readonly #context: AsyncResource
  readonly #reporter: Reporter

  /** All are told in `context`, whoever's call has caused them. */
  constructor(address: Address, options: ConnectOptions<never>, context: AsyncResource) {
    this.#address = address
    this.#options = options
    this.#context = context
    this.#reporter = new Reporter(options.onError)
  }

  report(thrown: unknown): void {
    this.#context.runInAsyncScope(this.#reporter.report, this.#reporter, thrown)
  }

  changed(change: Change): void {
    this.#context.runInAsyncScope(this.#changed, this, change)
  }

  #changed({ to, from, error, retry }: Change): void {
    const { onStateChange, onConnectionLost, onRetry } = this.#options
    if (stateChannel.hasSubscribers) {
      stateChannel.publish({ address: this.#address, state: to, previous: from, error })
    }
    const ended = from === 'ready' || (from === 'initialising' && to !== 'ready')
    if (ended) this.#reporter.notify(onConnectionLost, ...(error === undefined ? [] : [error]))
    this.#reporter.notify(onStateChange, to, from)
    if (to !== 'waiting' || error === undefined) return
    const message = { ...retry, error }
    if (retryChannel.hasSubscribers) retryChannel.publish({ address: this.#address, ...message })
    this.#reporter.notify(onRetry, message)
  }

  eof(): void {
    this.#context.runInAsyncScope(() => this.#reporter.notify(this.#options.onEofReceived))
  }

  stray(bytes: Uint8Array, origin: StrayOrigin): void {
    this.#context.runInAsyncScope(() => this.#reporter.notify(this.#options.onStray, bytes, origin))
  }

  /** What makes the news for `onWire` of bytes as they pass in one direction; undefined when nobody looks. */
  tap(direction: 'sent' | 'received'): Tap | undefined {
    const { onWire } = this.#options
    if (onWire === undefined) return undefined
    return (bytes) => {
      const wire = { direction, bytes, time: timers.now() }
      const tell = () => this.#reporter.notify(onWire, wire)
      return { deliver: () => this.#context.runInAsyncScope(tell) }
    }
  }
}
