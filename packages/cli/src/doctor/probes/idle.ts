/** Idle: does it hang up on who says nothing for a while? */
import { greeted } from '../greeted.ts'
import { Unreachable } from '../patient.ts'
import type { Probe } from '../probe.ts'
import { answers } from '../replied.ts'
import { time } from '../words.ts'

export const idle: Probe<'idle'> = {
  name: 'idle',
  due: (exam) => exam.allowed.idle > 0 && answers(exam),
  does: ({ allowed }) => `connects, and says nothing for ${time(allowed.idle)}`,
  bound: ({ allowed }) => allowed.patience + allowed.idle + 2 * allowed.silence,
  async run(exam) {
    try {
      await using contact = await greeted(exam)
      return { after: await contact.lasts(exam.allowed.idle) }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return { after: 0 }
    }
  },
  found: ({ after }, { idle }) =>
    after === undefined ? `it stays, for ${time(idle)} at least` : `it hung up after ${time(after)}`,
  reads({ after }) {
    if (after === undefined) return []
    return [
      {
        cause: 'hangs up when idle',
        says: `it hangs up on who says nothing for ${time(after)}: the next call connects again by itself; a poll that is more frequent keeps it`,
      },
    ]
  },
}
