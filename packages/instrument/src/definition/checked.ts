/**
 * Tells the instrument something, and asks for its errors in the same breath. All of it has the instrument for itself, so
 * that no error is anybody else's; and those of an earlier connection are nobody's.
 */
import {
  type Ask,
  type Complaint,
  type Here,
  isSelfContained,
  type Shortcut,
  type Steps,
  type Together,
  type Where,
} from '@sockio/core'
import { type ErrorQueue, entry } from './error-check.ts'
import { type Memory, memoryOf } from './memory.ts'
import { ask, asStep, type Telling } from './steps.ts'

/** How many errors of one use are read at most: a queue that never ends must not hold the instrument for ever. */
const MOST = 32
/** How many that were there before are read in front, since they must not be blamed on it: queues hold some tens. */
const MOST_STALE = 256
const QUERY = 'SYST:ERR?'

const WHERE: Where = { step: 'where' }

/** What is told to the instrument, how it is asked for its errors, and what is made of the values of the replies in front of those. */
export interface Checked<T> {
  readonly telling: Telling
  readonly queue: ErrorQueue
  readonly give: (values: readonly unknown[]) => T
}

/** Each set of a driver comes here, and mostly to a single exchange. */
export function checked<T>(what: Checked<T>): Together {
  const shortcut = inOnePiece(what.telling, what.queue) ? new InOnePiece(what) : undefined
  return { step: 'together', run: () => steps(what), shortcut }
}

/** Are the query and what is in front of it one exchange? Its replies then are lines. */
function inOnePiece({ replies }: Telling, { write = 'together' }: ErrorQueue): boolean {
  return write === 'together' && replies.every(({ framing }) => framing === undefined)
}

function together({ lines, replies, timeout }: Telling, { query = QUERY }: ErrorQueue): Ask {
  return asStep({ lines: [...lines, query], replies: [...replies, entry], timeout }, 'values')
}

function checkOf({ telling: { timeout }, queue: { query = QUERY } }: Checked<unknown>): Telling {
  return { lines: [query], replies: [entry], timeout }
}

/** Is no error left there of anything before? */
function isClear({ cleared }: Memory, { epoch, told }: Here): boolean {
  return cleared !== undefined && cleared.epoch === epoch && cleared.told === told
}

/** Where no error is left of anything before, and none comes. A class: one object for each set, and not four. */
class InOnePiece<T> implements Shortcut {
  readonly #what: Checked<T>

  constructor(what: Checked<T>) {
    this.#what = what
  }

  get ownDecoder(): boolean {
    return !this.#what.telling.replies.every(isSelfContained)
  }

  ask(here: Here): Ask | undefined {
    const memory = memoryOf(here)
    if (!isClear(memory, here)) return undefined
    memory.cleared = undefined // until all is heard of what is told now, whatever ends this before
    return together(this.#what.telling, this.#what.queue)
  }

  comesTo(values: readonly unknown[], here: Here): { readonly value: T } | undefined {
    if ((values.at(-1) as Complaint).number !== 0) return undefined
    memoryOf(here).cleared = here
    return { value: this.#what.give(values) }
  }

  goOn(values: readonly unknown[], here: Here): Steps<T> {
    return judge(this.#what, values, here)
  }
}

function* steps<T>(what: Checked<T>): Steps<T> {
  const here = (yield WHERE) as Here
  const memory = memoryOf(here)
  const check = checkOf(what)
  const clear = isClear(memory, here)
  // Until all is heard of what is told now: whatever ends this before leaves errors that are not the next caller's.
  memory.cleared = undefined
  if (!clear) yield* drain(check, MOST_STALE)
  const { telling, queue } = what
  if (inOnePiece(telling, queue)) return yield* judge(what, (yield together(telling, queue)) as unknown[], here)
  const values = [...(yield* ask(telling)), ...(yield* ask(check))]
  return yield* judge(what, values, (yield WHERE) as Here) // where this has been told
}

/** What it comes to, or the error with all that the instrument has to say. */
function* judge<T>(what: Checked<T>, values: readonly unknown[], here: Here): Steps<T> {
  const first = values.at(-1) as Complaint
  const more = first.number === 0 ? [] : yield* drain(checkOf(what), MOST - 1)
  if (more.length < MOST - 1) memoryOf(here).cleared = here
  if (first.number === 0) return what.give(values)
  const { telling } = what
  throw here.refused(telling.blamed ?? telling.lines, [first, ...more])
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
