/** Where text in quotes ends (IEEE 488.2, 7.7.5.2): a quote that is doubled is part of it. */

const DOUBLE = 0x22
const SINGLE = 0x27

export function isQuote(byte: number | undefined): boolean {
  return byte === DOUBLE || byte === SINGLE
}

/** Behind the quote that ends the text whose first quote is `frame[from]`; -1 where none does before `to`. */
export function quoteEnd(frame: Uint8Array, from: number, to: number): number {
  const quote = frame[from] as number
  for (let at = from + 1; at < to; at++) {
    if (frame[at] !== quote) continue
    if (at + 1 === to || frame[at + 1] !== quote) return at + 1
    at++
  }
  return -1
}
