/** Decoders of the rows: as small as they can be. */
import { type Decoder, Undecodable } from '@sockio/core'

/** A decimal number, without blanks. */
export const decimal: Decoder<number> = {
  decode(frame) {
    const text = Buffer.from(frame).toString('latin1')
    const wrong = /[^0-9.-]/.exec(text)
    if (wrong !== null || text === '') throw new Undecodable('a number', wrong?.index ?? 0)
    return Number(text)
  },
  describe: () => ({ kind: 'number' }),
}

/** What it is given, byte by byte. */
export const octets: Decoder<number[]> = { decode: (frame) => [...frame], describe: () => ({ kind: 'bytes' }) }

/** What it is given of a block, byte by byte. */
export const blockOctets: Decoder<number[]> = { ...octets, framing: { block: true } }

/** Up to a semicolon, and with it. */
export const part: Decoder<string> = {
  framing: { until: ';' },
  decode: (frame) => Buffer.from(frame).toString('latin1'),
  describe: () => ({ kind: 'text' }),
}

/** Not fit for anything. */
export const broken: Decoder<never> = {
  decode() {
    throw new RangeError('the decoder is broken')
  },
  describe: () => ({ kind: 'nothing' }),
}
