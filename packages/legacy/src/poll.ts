/** `poll`: the same request again and again, on a grid of time, as an emitter. */
import { asError } from '@sockio/core'
import { type CallOptions, checkAsked, checkPoll, type DecodeOptions } from '@sockio/node'
import type { Callback } from './callback.ts'
import { finished } from './done.ts'
import { type Once, Readings } from './readings.ts'
import { Session } from './session.ts'

/**
 * Asks at once and then every `period` ms, and emits the replies. The ticks lie on a grid that begins with the first, so
 * errors of the timer don't add up. A request never overlaps the one before: ticks that a slow instrument, or a slow
 * listener, has missed are skipped, not made up for. The first request that fails ends it with its error.
 *
 * @param sock a socket, or the session of a hook or of a transaction
 * @param request the text to query, or a function that asks with the callback it is given; one that takes no callback is
 *   done when what it returns is there, a promise or not
 * @param period in ms, more than 0
 * @param options of each query; with `as` it gives values
 * @throws {TypeError | RangeError} that names a wrong `sock`, `request` or `period`
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
  checkAsked(sock, request)
  const calls = Session.calls(sock)
  const once: Once<unknown> = (callback) => {
    if (typeof request === 'string') sock.query(request, options, callback)
    else {
      const came = (value: unknown) => calls.tell(() => callback(null, value))
      const done = new Promise((value, failed) => finished(calls, request, sock, value, failed))
      done.then(came, (thrown: unknown) => callback(asError(thrown), undefined))
    }
  }
  return new Readings(calls, once, period, options?.signal)
}
