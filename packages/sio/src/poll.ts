/** `poll`: the same request again and again, on a grid of time. */
import { SockioError } from '@sockio/core'
import {
  type CallOptions,
  checkPoll,
  type DecodeOptions,
  type Readings as FutureReadings,
  readings,
  Ticks,
  timers,
} from '@sockio/node'
import { givesFutures } from './futures-noted.ts'
import type { Session } from './session.ts'
import { showCaller } from './show-caller.ts'
import { sleep } from './sleep.ts'

/** What `poll()` gives of a socket with `resolveFutures: false`: one to await. Leaving the loop ends it. */
export type { FutureReadings }

/** What `poll()` gives of a socket whose calls block: an iterator, with its helpers (`take`, `map`, `toArray`...). */
export interface Readings<T> extends IteratorObject<T, undefined>, Disposable {
  /** Blocks until the next tick, and then for the reply. */
  next(): IteratorResult<T, undefined>
  /** Ends it; a loop that is left calls it. */
  return(): IteratorResult<T, undefined>
  [Symbol.iterator](): Readings<T>
}

const END = { value: undefined, done: true } as const

class BlockingReadings<T> extends Iterator<T, undefined> implements Readings<T> {
  readonly #ask: () => T
  readonly #period: number
  #ticks: Ticks | undefined
  #over = false

  constructor(ask: () => T, period: number) {
    super()
    this.#ask = ask
    this.#period = period
  }

  override [Symbol.iterator](): this {
    return this
  }

  override next(): IteratorResult<T, undefined> {
    if (this.#over) return END
    const now = timers.now()
    if (this.#ticks === undefined) this.#ticks = new Ticks(this.#period, now)
    else sleep(this.#ticks.wait(now))
    try {
      return { value: this.#ask(), done: false }
    } catch (error) {
      this.#over = true
      if (error instanceof SockioError) showCaller(error, this.next)
      throw error
    }
  }

  override return(): IteratorResult<T, undefined> {
    this.#over = true
    return END
  }

  override [Symbol.dispose](): void {
    this.#over = true
  }
}

/** The instruments that it takes: sockets, and sessions of hooks and transactions. */
type Asked<F extends boolean> = Pick<Session<F>, 'query'>

/**
 * Asks at once and then every `period` ms, and gives the replies. The ticks lie on a grid that begins with the first, so
 * errors of the timer don't add up. A request never overlaps the one before: ticks that a slow instrument, or a slow loop,
 * has missed are skipped, not made up for. The first request that fails ends it with its error.
 *
 * @param sock a socket, or the session of a hook or of a transaction
 * @param request the text to query, or a function that asks
 * @param period in ms, more than 0
 * @param options of each query; with `as` it gives values
 * @throws {TypeError | RangeError} that names a wrong `request` or `period`
 *
 * @example
 * for (const volts of poll(sock, 'MEAS:VOLT?', 100, { as: number() }).take(10)) console.log(volts)
 * for (const waveform of poll(sock, (s) => s.writeReadBlock('WAV:DATA?\n'), 1000)) console.log(waveform.length)
 */
export function poll<T>(sock: Asked<true>, request: string, period: number, options: DecodeOptions<T>): Readings<T>
/**
 * Asks at once and then every `period` ms, and gives the replies as text. No request overlaps the one before, and
 * ticks that were missed are skipped. The first request that fails ends it.
 */
export function poll(sock: Asked<true>, request: string, period: number, options?: CallOptions): Readings<string>
/**
 * Asks at once and then every `period` ms, and gives the values that `as` makes of the replies. No request overlaps the one
 * before, and ticks that were missed are skipped. The first request that fails ends it.
 */
export function poll<T>(
  sock: Asked<false>,
  request: string,
  period: number,
  options: DecodeOptions<T>,
): FutureReadings<T>
/**
 * Asks at once and then every `period` ms, and gives the replies as text. No request overlaps the one before, and
 * ticks that were missed are skipped. The first request that fails ends it.
 */
export function poll(sock: Asked<false>, request: string, period: number, options?: CallOptions): FutureReadings<string>
/**
 * Runs `request` at once and then every `period` ms, and gives what it comes to. No run overlaps the one before,
 * and ticks that were missed are skipped. The first that fails ends it.
 */
export function poll<S extends Asked<true>, T>(sock: S, request: (sock: S) => T, period: number): Readings<T>
/**
 * Runs `request` at once and then every `period` ms, and gives what it comes to. No run overlaps the one before,
 * and ticks that were missed are skipped. The first that fails ends it.
 */
export function poll<S extends Asked<false>, T>(
  sock: S,
  request: (sock: S) => T | PromiseLike<T>,
  period: number,
): FutureReadings<T>
export function poll<S extends Asked<boolean>>(
  sock: S,
  request: string | ((sock: S) => unknown),
  period: number,
  options?: CallOptions,
): Readings<unknown> | FutureReadings<unknown> {
  checkPoll(request, period)
  const once = () => (typeof request === 'function' ? request(sock) : sock.query(request, options))
  return givesFutures(sock) ? readings(once, period, options?.signal) : new BlockingReadings(once, period)
}
