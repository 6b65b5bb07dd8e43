/**
 * Tells the instrument something, and asks for its errors in the same breath. All of it has the instrument for itself, so
 * that no error is anybody else's; and those of an earlier connection are nobody's.
 */
import type { Complaint, Here, Steps, Where } from '@sockio/core'
import { type ErrorQueue, entry } from './error-check.ts'
import { memoryOf } from './memory.ts'
import { ask, asStep, type Telling } from './steps.ts'

/** How many errors are read at most: a queue that never ends must not hold the instrument for ever. */
const MOST = 32
const QUERY = 'SYST:ERR?'

const WHERE: Where = { step: 'where' }

/**
 * What `give` makes of the values of the replies. Each set of a driver comes here: its steps are given without
 * generators of their own, which would take as long as the rest.
 */
export function* checked<T>(
  telling: Telling,
  { query = QUERY, write = 'together' }: ErrorQueue,
  give: (values: readonly unknown[]) => T,
): Steps<T> {
  const here = (yield WHERE) as Here
  const memory = memoryOf(here)
  const { lines, replies, timeout } = telling
  const check: Telling = { lines: [query], replies: [entry], timeout }
  const isClear = memory.cleared === here.epoch
  // Until all is heard of what is told now: whatever ends this before leaves errors that are not the next caller's.
  memory.cleared = undefined
  if (!isClear) yield* drain(check, MOST)
  const lineWise = replies.every(({ framing }) => framing === undefined) // as all replies of one exchange must be
  const values =
    write === 'together' && lineWise
      ? ((yield asStep({ lines: [...lines, query], replies: [...replies, entry], timeout }, 'values')) as unknown[])
      : [...(yield* ask(telling)), ...(yield* ask(check))]
  const first = values.at(-1) as Complaint
  const more = first.number === 0 ? [] : yield* drain(check, MOST - 1)
  if (more.length < MOST - 1) memory.cleared = here.epoch
  if (first.number === 0) return give(values)
  throw here.refused(telling.blamed ?? lines, [first, ...more])
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
