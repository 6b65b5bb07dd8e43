/**
 * Delayed acknowledgements: the end of a reply comes 40 ms (Linux) or 200 ms (Windows) behind its text. The instrument writes
 * them one by one, and its system holds the second (Nagle) until this one has acknowledged the first, which it delays. To say
 * something acknowledges at once: so the proof is that the end comes at once when another question is asked meanwhile.
 */
import { median } from '../anatomy.ts'
import { greeted } from '../greeted.ts'
import { Unreachable } from '../patient.ts'
import type { Probe } from '../probe.ts'
import { wholeness } from '../replied.ts'
import { time } from '../words.ts'

const ROUNDS = 3
/** Ms between the last pieces of a reply that are worth a question. */
const GAP = 20

export const acknowledgement: Probe<'acknowledgement'> = {
  name: 'acknowledgement',
  due: ({ chart }) => chart.pace !== undefined && !chart.pace.lost && median(chart.pace.late) >= GAP,
  does: () => 'the end of replies comes late: asks again in the midst of a reply, whether it comes sooner then',
  bound: ({ allowed }) => allowed.patience + ROUNDS * (2 * allowed.timeout + 5 * allowed.silence),
  async run(exam) {
    const whole = wholeness(exam)
    const { allowed, chart } = exam
    const { end = '\n' } = chart.ask?.best ?? {}
    const pushed: number[] = []
    try {
      await using contact = await greeted(exam)
      for (let round = 0; round < ROUNDS && contact.ended === undefined; round++) {
        contact.ask(end)
        await contact.until(() => contact.heard.length > 0, allowed.timeout)
        const at = contact.pieces.at(-1)?.at
        if (at !== undefined && !whole?.has(contact.heard)) {
          contact.push(end)
          await contact.until(() => whole?.has(contact.heard) === true, allowed.timeout)
          if (whole?.has(contact.heard)) pushed.push((contact.pieces.at(-1)?.at ?? at) - at)
        }
        await contact.quiet(allowed.silence, 4 * allowed.silence)
      }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
    }
    return { pushed }
  },
  found: ({ pushed }) => (pushed.length === 0 ? 'could not be tried' : `then it comes in ${time(median(pushed))}`),
  reads({ pushed }, { chart }) {
    const late = median(chart.pace?.late ?? [])
    if (pushed.length === 0 || median(pushed) > late / 2) return []
    return [
      {
        cause: 'delayed acknowledgement',
        says: `the end of each reply comes ${time(late)} late, or when something is said: the instrument sends it only when its text is acknowledged, which this computer delays (Nagle). Ask for more at once (VOLT?;CURR?), or keep requests under way (pipeline: 2)`,
      },
    ]
  },
}
