/** `poll`: the same request again and again, on a grid of time, as an emitter. */
import { type AnySockioError, type Inspected, inspection, shownAs } from '@sockio/core'
import { type CallOptions, checkPoll, type DecodeOptions, Poll } from '@sockio/node'
import type { Callback } from './callback.ts'
import type { Calls } from './calls.ts'
import { Emitter } from './emitter.ts'
import { Session } from './session.ts'

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
type Once<T> = (callback: Callback<T, unknown>) => void

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
      failed(thrown)
    }
  }

  #fail(error: unknown): void {
    this.#over = true
    this.#poll = undefined
    if (this.listenerCount('error') === 0) this.#calls.failed(undefined, error)
    else this.#calls.tellOf(error, () => this.emit('error', error as AnySockioError))
  }
}

/**
 * Asks at once and then every `period` ms, and emits the replies. The ticks lie on a grid that begins with the first, so
 * errors of the timer don't add up. A request never overlaps the one before: ticks that a slow instrument, or a slow
 * listener, has missed are skipped, not made up for. The first request that fails ends it with its error.
 *
 * @param sock a socket, or the session of a hook or of a transaction
 * @param request the text to query, or a function that asks with the callback it is given
 * @param period in ms, more than 0
 * @param options of each query; with `as` it gives values
 * @throws {TypeError | RangeError} that names a wrong `request` or `period`
 *
 * @example
 * poll(sock, 'MEAS:VOLT?', 100, { as: number() }).on('data', function (volts) {
 *   console.log(volts)
 * })
 * poll(sock, function (s, done) { s.writeReadBlock('WAV:DATA?\n', done) }, 1000).on('data', plot)
 */
export function poll<T>(sock: Session, request: string, period: number, options: DecodeOptions<T>): Readings<T>
/**
 * Asks at once and then every `period` ms, and emits the replies as text. No request overlaps the one before, and
 * ticks that were missed are skipped. The first request that fails ends it.
 */
export function poll(sock: Session, request: string, period: number, options?: CallOptions): Readings<string>
/**
 * Runs `request` at once and then every `period` ms, and emits what its callback is told. No run overlaps the one before,
 * and ticks that were missed are skipped. The first that fails ends it.
 */
export function poll<S extends Session, T>(
  sock: S,
  request: (sock: S, callback: Callback<T, unknown>) => void,
  period: number,
): Readings<T>
export function poll<S extends Session>(
  sock: S,
  request: string | ((sock: S, callback: Callback<unknown, unknown>) => void),
  period: number,
  options?: CallOptions,
): Readings<unknown> {
  checkPoll(request, period)
  const once: Once<unknown> = (callback) =>
    typeof request === 'function' ? request(sock, callback) : sock.query(request, options, callback)
  return new Readings(Session.calls(sock), once, period, options?.signal)
}
