/** Frames on a carrier that says where messages end. */
import type { Framing } from './framing.ts'

/** What may end with its message too, like a line whose end of line was left out. */
export function orEndOfMessage(end: Framing['end']): NonNullable<Framing['inMessage']> {
  return (view, start, scanned, over) => {
    const size = end(view, start, scanned)
    return size < 0 && over ? view.length - start : size
  }
}
