/** What a poll gives: an emitter. */
import { type AnySockioError, type Inspected, inspection, shownAs } from '@sockio/core'
import { Poll, timers } from '@sockio/node'
import type { Callback } from './callback.ts'
import type { Calls } from './calls.ts'
import { Emitter } from './emitter.ts'

/** The events of a poll, with the arguments of their listeners. */
export interface ReadingsEvents<T> {
  /** A reply came. */
  readonly data: [reading: T]
  /** It was stopped; nothing more will come. */
  readonly end: []
  /** A request has failed, and nothing more will come. Without a listener the socket's `error` event tells it. */
  readonly error: [error: AnySockioError]
}

/** Asks once. */
export type Once<T> = (callback: Callback<T, unknown>) => void

/**
 * What `poll()` gives. The first listener of `data` starts it; it rests when the last one is removed, and another begins a
 * new grid. `stop()` ends it for good.
 *
 * @example
 * var readings = poll(sock, 'MEAS:VOLT?', 100)
 * readings.on('data', function (volts) {
 *   if (Number(volts) > 5) readings.stop()
 * })
 */
export class Readings<T> extends Emitter<ReadingsEvents<T>> {
  readonly #calls: Calls
  readonly #once: Once<T>
  readonly #period: number
  readonly #signal: AbortSignal | undefined
  #poll: Poll<T> | undefined
  #over = false

  /** @internal */
  constructor(calls: Calls, once: Once<T>, period: number, signal: AbortSignal | undefined) {
    super(() => this.#listen())
    this.#calls = calls
    this.#once = once
    this.#period = period
    this.#signal = signal
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Readings', { ...this.#calls.connection.shown, ended: this.#over }, how)
  }

  /** Asks no more; the reply to a request under way goes nowhere. `end` follows. */
  stop(): this {
    if (this.#over) return this
    this.#over = true
    this.#rest()
    this.#calls.enter(() => this.#calls.tell(() => this.emit('end')))
    return this
  }

  #listen(): void {
    if (this.listenerCount('data') === 0) this.#rest()
    else if (!this.#over && this.#poll === undefined) this.#start()
  }

  #rest(): void {
    this.#poll?.leave()
    this.#poll = undefined
  }

  #start(): void {
    const poll = new Poll<T>((value, failed) => this.#ask(value, failed), this.#period, this.#signal)
    const next = (): void =>
      poll.next({
        onValue: (reading) => {
          try {
            this.emit('data', reading)
          } finally {
            next() // after its listeners, which may have missed ticks
          }
        },
        onEnd: (failure) => {
          if (failure !== undefined) this.#fail(failure.error)
        },
      })
    this.#poll = poll
    next()
  }

  #ask(value: (value: T) => void, failed: (error: unknown) => void): void {
    try {
      this.#once((error, reading) => (error === null || error === undefined ? value(reading) : failed(error)))
    } catch (thrown) {
      timers.nextTick(failed, thrown) // listeners of `error` may be added behind those of `data`, which start it
    }
  }

  #fail(error: unknown): void {
    this.#over = true
    this.#poll = undefined
    if (this.listenerCount('error') === 0) this.#calls.failed(undefined, error)
    else this.#calls.tellOf(error, () => this.emit('error', error as AnySockioError))
  }
}
