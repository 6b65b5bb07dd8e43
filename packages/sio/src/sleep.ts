/** The pause of a program that blocks. */
import { show } from '@sockio/core'

const NOTHING = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))

/**
 * Blocks this thread for `ms` milliseconds, as between two steps of a sweep. Connections live on meanwhile, and futures
 * go on; nothing else of this thread runs.
 *
 * @throws {TypeError | RangeError} when `ms` is no finite number of at least 0
 * @example
 * for (const volts of [1, 2, 5]) {
 *   supply.command(`VOLT ${volts}`)
 *   sleep(200)
 *   console.log(volts, meter.query('MEAS:CURR?'))
 * }
 */
export function sleep(ms: number): void {
  if (typeof ms !== 'number') throw new TypeError(`ms: expected a number of ms, got ${show(ms)}`)
  if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`ms: expected a finite number of ms of at least 0, got ${ms}`)
  }
  Atomics.wait(NOTHING, 0, 0, ms)
}
