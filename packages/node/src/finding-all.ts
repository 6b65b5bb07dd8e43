/** Separators found many at once: V8 finds characters in text faster than Node finds bytes in a Buffer. */
import type { Framing } from '@sockio/core'
import { asBuffer } from './decode.ts'

/** A framing whose frames end with `separator`, made fit for streams: their frames come by the thousand. */
export function findingAll(framing: Framing, separator: Uint8Array): Framing {
  const width = separator.length
  const mark = asBuffer(separator).toString('latin1')
  return {
    ...framing,
    findAll(view, start, most, ends) {
      const text = asBuffer(view).toString('latin1', start) // one character per byte
      for (let at = text.indexOf(mark); at >= 0 && ends.length < most; at = text.indexOf(mark, at + width)) {
        ends.push(start + at + width)
      }
      return text
    },
  }
}
