/** `poll`: the same request again and again, on a grid of time. */
import { type CallOptions, checkAsked, checkPoll, type DecodeOptions, shownOf } from '@sockio/node'
import { givesFutures } from './futures-noted.ts'
import { type FutureReadings, type Readings, ticking } from './readings.ts'
import type { Session } from './session.ts'

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
 * @throws {TypeError | RangeError} that names a wrong `sock`, `request` or `period`
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
  checkAsked(sock, request)
  const once = () => (typeof request === 'function' ? request(sock) : sock.query(request, options))
  return ticking(givesFutures(sock), once, period, () => shownOf(sock), options?.signal)
}
