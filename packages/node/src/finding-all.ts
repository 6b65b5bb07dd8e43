/** Separators found many at once: V8 finds characters in text faster than Node finds bytes in a Buffer. */
import type { Framing } from '@sockio/core'
import { asBuffer } from './decode.ts'

/** Where less has come, the array of its ends hardly grows. */
const LARGE = 4096

/** A framing whose frames end with `separator`, made fit for streams: their frames come by the thousand. */
export function findingAll(framing: Framing, separator: Uint8Array): Framing {
  const width = separator.length
  const mark = asBuffer(separator).toString('latin1')
  return {
    ...framing,
    findAll(view, start, most, ends) {
      const text = asBuffer(view).toString('latin1', start) // one character per byte
      let at = text.indexOf(mark)
      // Room for as many as there are if they are as long as the first: to grow now and then costs more than a line.
      if (at >= 0 && text.length >= LARGE) ends.length = Math.min(most, Math.ceil(text.length / (at + width)))
      let found = 0
      for (; at >= 0 && found < most; at = text.indexOf(mark, at + width)) ends[found++] = start + at + width
      ends.length = found
      return text
    },
  }
}
