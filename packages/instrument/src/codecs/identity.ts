/** The codec of who an instrument is. */
import { type Codec, show } from '@sockio/core'
import { dropBlanks, skipBlanks } from './blanks.ts'
import { readText, writeText } from './characters.ts'
import { makeCodec } from './make.ts'
import { record } from './record.ts'

/** Who an instrument is: the four fields of the reply to `*IDN?`. */
export interface Identity {
  readonly manufacturer: string
  readonly model: string
  /** Its serial number; `0` where it has none to tell. */
  readonly serial: string
  /** The level of its firmware; `0` where it has none to tell. */
  readonly firmware: string
}

/** A field of it: text without the blanks around. */
const field: Codec<string> = makeCodec({
  read(frame, from, to) {
    const start = skipBlanks(frame, from, to)
    return readText(frame, start, dropBlanks(frame, start, to))
  },
  encode(value) {
    const written = writeText(value)
    if (/^[\0- ]|[\0- ]$|[\r\n]/.test(value)) {
      throw new RangeError(`value: expected one line without blanks around, got ${show(value)}`)
    }
    return written
  },
  description: { kind: 'text' },
})

/**
 * Who an instrument is, the reply to `*IDN?` (IEEE 488.2, 10.14): four fields with commas between them, each without
 * the blanks around. What comes behind the third comma, commas too, is the firmware. Fewer fields are an error.
 *
 * `encode`, for simulators, throws a `TypeError` for a field that is no string, and a `RangeError` for one with a
 * comma, an end of line, or blanks around; `firmware` may have commas.
 *
 * @example
 * identity().decode(new TextEncoder().encode('ACME,PSU,0,1.2,beta'))
 * // { manufacturer: 'ACME', model: 'PSU', serial: '0', firmware: '1.2,beta' }
 */
export function identity(): Codec<Identity> {
  const codec = record<Identity>({ manufacturer: field, model: field, serial: field, firmware: field })
  return { ...codec, describe: () => ({ kind: 'identity' }) }
}
