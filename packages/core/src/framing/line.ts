/** Lines: frames that end with an end of line, which they include. */

import { printable } from '../printable.ts'
import type { Framing } from './framing.ts'
import { until } from './until.ts'

/**
 * A line that ends with `eol` (one or more bytes).
 *
 * @throws {RangeError} when `eol` is empty
 */
export function line(eol: Uint8Array): Framing {
  return {
    ...until(eol),
    recipe: ['line', eol],
    line: true,
    ended: true,
    expected: () => `the end of line ${printable(eol)}`,
  }
}
