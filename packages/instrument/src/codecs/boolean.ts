/** The codec of what is on or off. */
import { type Codec, fields, show } from '@sockio/core'
import { makeCodec } from './make.ts'
import { aWord, readWord } from './words.ts'

/** Options of `boolean`. */
export interface BooleanOptions {
  /** What is written for true, and read as true besides. Default `'1'`. */
  readonly on?: string | undefined
  /** What is written for false, and read as false besides. Default `'0'`. */
  readonly off?: string | undefined
}

const check = fields({ on: aWord, off: aWord }, 'option')

/**
 * On or off (SCPI-99, volume 1, 7.3). Reads `1` and `ON` as true, `0` and `OFF` as false, in any case, with blanks
 * around, and the numbers in any notation (`+1`); anything else is an error. Writes `1` and `0`, or the words that it
 * is given.
 *
 * `encode` throws a `TypeError` for what is not a boolean.
 *
 * @throws {TypeError | RangeError} an option that can't be
 * @example
 * const output = boolean({ on: 'ON', off: 'OFF' })
 * output.decode(new TextEncoder().encode('1')) // true
 * output.encode(false) // 'OFF'
 */
export function boolean(options: BooleanOptions = {}): Codec<boolean> {
  check(options, 'options')
  const { on = '1', off = '0' } = options
  if (on.toUpperCase() === off.toUpperCase()) throw new RangeError(`off: is ${show(off)}, as is on`)
  // What was given comes last, so that `{ on: '0', off: '1' }` means that.
  const values = new Map([
    ...[['1', true] as const, ['ON', true] as const, ['0', false] as const, ['OFF', false] as const],
    ...[[on.toUpperCase(), true] as const, [off.toUpperCase(), false] as const],
  ])
  return makeCodec({
    selfContained: true,
    read: readWord(values, `${show(on)} or ${show(off)}`),
    encode(value) {
      if (typeof value !== 'boolean') throw new TypeError(`value: expected a boolean, got ${show(value)}`)
      return value ? on : off
    },
    description: { kind: 'boolean', ...(on === '1' ? {} : { on }), ...(off === '0' ? {} : { off }) },
  })
}
