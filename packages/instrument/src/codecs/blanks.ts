/** White space around a value: any byte up to the space (IEEE 488.2, 7.4.1.2). */

/** The greatest of them. */
export const SPACE = 0x20

/** Where the blanks that begin at `from` end, at most `to`. */
export function skipBlanks(frame: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && (frame[at] as number) <= SPACE) at++
  return at
}

/** Where the blanks begin that end at `to`, at least `from`. */
export function dropBlanks(frame: Uint8Array, from: number, to: number): number {
  let at = to
  while (at > from && (frame[at - 1] as number) <= SPACE) at--
  return at
}
