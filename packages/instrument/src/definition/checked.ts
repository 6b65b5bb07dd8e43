/**
 * Tells the instrument something, and asks for its errors in the same breath. All of it has the instrument for itself, so
 * that no error is anybody else's; and those of an earlier connection are nobody's.
 */
import type { Complaint, Steps } from '@sockio/core'
import { type ErrorQueue, entry } from './error-check.ts'
import { memoryOf } from './memory.ts'
import { ask, type Telling, where } from './steps.ts'

/** How many errors are read at most: a queue that never ends must not hold the instrument for ever. */
const MOST = 32
const QUERY = 'SYST:ERR?'

/** The values of the replies. */
export function* checked(
  telling: Telling,
  { query = QUERY, write = 'together' }: ErrorQueue,
): Steps<readonly unknown[]> {
  const here = yield* where()
  const memory = memoryOf(here)
  const { lines, replies, timeout } = telling
  const check: Telling = { lines: [query], replies: [entry], timeout }
  if (memory.cleared !== here.epoch) {
    yield* drain(check, MOST)
    memory.cleared = here.epoch
  }
  const lineWise = replies.every(({ framing }) => framing === undefined) // as all replies of one exchange must be
  const values =
    write === 'together' && lineWise
      ? yield* ask({ lines: [...lines, query], replies: [...replies, entry], timeout })
      : [...(yield* ask(telling)), ...(yield* ask(check))]
  const first = values.at(-1) as Complaint
  if (first.number === 0) return values.slice(0, -1)
  throw here.refused(lines, [first, ...(yield* drain(check, MOST - 1))])
}

/** The errors that are left, from the oldest on. */
export function* drain(check: Telling, most: number): Steps<readonly Complaint[]> {
  const complaints: Complaint[] = []
  while (complaints.length < most) {
    const [next] = (yield* ask(check)) as [Complaint]
    if (next.number === 0) break
    complaints.push(next)
  }
  return complaints
}

/** Reads the error queue until it is empty, at most 32 errors. */
export function* errors(): Steps<readonly Complaint[]> {
  return yield* drain({ lines: [QUERY], replies: [entry] }, MOST)
}
