/** Tells the instrument something, and waits until it is done by asking now and then, so that others may use it meanwhile. */
import { type Ask, ConnectionLostError, type Decoder, formatAddress, type Steps } from '@sockio/core'
import { integer } from '../codecs/integer.ts'
import { type Memory, memoryOf, type Waiting } from './memory.ts'
import { ask, follow, type Run, type Telling, where } from './steps.ts'
import { wait } from './wait.ts'

/** Ms between two looks at the event status. */
const PAUSE = 50
/**
 * Each so many looks, once in a second, all is noted again: another program may have read it, through a hub or by a connection
 * of its own, who tells us nothing. Not with each look, for it counts as a write: a hub logs it, and forgets what it shares.
 */
const AGAIN = 20
/** The bit of the event status that says that all operations are complete (IEEE 488.2, 11.5.1.1.6). */
const COMPLETE = 1

/** What asks for the event status. */
const EVENTS = '*ESR?'
/** What has the instrument note there that all is done: at once, when nothing is under way (IEEE 488.2, 10.18). */
const NOTE = '*OPC'

const events: Decoder<number> = integer()

/** What asks for that status beside us, as users do: it is heard by all who wait, since it is cleared. */
export function overheard(query: string, run: Ask): Run<unknown> {
  if (query !== EVENTS) return run
  return function* () {
    const status = yield* follow<unknown>(run)
    if (typeof status === 'number') read(memoryOf(yield* where()), status)
    return status
  }
}

/** That status, which is cleared by being read: so whoever reads it tells all who wait. */
function read(memory: Memory, status: number): void {
  if ((status & COMPLETE) === 0) return
  for (const waiting of memory.waiting) waiting.done = true
  memory.waiting.clear()
}

/** `tell` tells it and gives the values of the replies, as this does. */
export function* settled(
  telling: Telling,
  tell: (telling: Telling) => Run<readonly unknown[]>,
): Steps<readonly unknown[]> {
  const { lines, replies, timeout } = telling
  // What was complete before is none of ours: it is read in front.
  const all: Telling = { lines: [EVENTS, ...lines, NOTE], replies: [events, ...replies], blamed: lines, timeout }
  const [before, ...values] = yield* follow(tell(all))
  const began = yield* where()
  const memory = memoryOf(began)
  read(memory, before as number)
  const waiting: Waiting = { done: false }
  memory.waiting.add(waiting)
  try {
    for (let look = 1; !waiting.done; look++) {
      yield* wait(PAUSE)
      if (waiting.done) break
      const here = yield* where()
      if (here.epoch !== began.epoch) {
        const { address } = here
        const message = `the connection to ${formatAddress(address)} was lost before the operation was complete`
        throw new ConnectionLostError(message, { address, phase: 'reading', sent: 'yes' })
      }
      const asked = look % AGAIN === 0 ? [NOTE, EVENTS] : [EVENTS]
      const [status] = yield* ask({ lines: asked, replies: [events], timeout })
      read(memory, status as number)
    }
    return values
  } finally {
    memory.waiting.delete(waiting)
  }
}
