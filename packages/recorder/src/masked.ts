/** Requests as they may be recorded: what is not to be shown becomes asterisks, and the length stays, so that a replay is exact. */

const CR = 13
const LF = 10
const STAR = 0x2a
const QUESTION_MARK = 0x3f

/** How many bytes both begin with (`step` 1), or end with (-1), at most so many. */
function common(a: Uint8Array, b: Uint8Array, step: 1 | -1, most: number): number {
  const at = (bytes: Uint8Array, i: number) => bytes[step === 1 ? i : bytes.length - 1 - i]
  let n = 0
  while (n < most && at(a, n) === at(b, n)) n++
  return n
}

/** How many bytes at the end are an end of line, whichever. */
function endOf(bytes: Uint8Array, eol: Uint8Array): number {
  if (bytes.length >= eol.length && common(bytes, eol, -1, eol.length) === eol.length) return eol.length
  let n = 0
  while (bytes.at(-1 - n) === CR || bytes.at(-1 - n) === LF) n++
  return n
}

/**
 * The request with asterisks for all that lies between what it and `shown` begin and end with alike. What the engine looks at
 * stays: its end of line, and whether there is a question mark.
 */
export function masked(request: Uint8Array, shown: Uint8Array, eol: Uint8Array): Uint8Array {
  const shortest = Math.min(request.length, shown.length)
  const front = common(request, shown, 1, shortest)
  const same = common(request, shown, -1, shortest - front)
  const back = Math.max(same, endOf(request, eol))
  const to = Math.max(front, request.length - back)
  const copy = Uint8Array.from(request).fill(STAR, front, to)
  if (to > front && request.includes(QUESTION_MARK) && !copy.includes(QUESTION_MARK)) copy[to - 1] = QUESTION_MARK
  return copy
}
