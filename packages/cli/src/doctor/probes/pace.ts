/** Reply time: how fast it answers when each question follows the reply before, and whether it keeps up. */
import { median } from '../anatomy.ts'
import type { Piece } from '../chart.ts'
import { greeted } from '../greeted.ts'
import { Unreachable } from '../patient.ts'
import type { Probe } from '../probe.ts'
import type { Reading } from '../reading.ts'
import { sound, wholeness } from '../replied.ts'
import { roundUp, time } from '../words.ts'

const QUESTIONS = 20
/** No more are asked when they have taken so long. */
const ENOUGH = 4000
/** What is worth a longer timeout. */
const SLOW = 500
/** What a pause might be, where nobody has measured it. */
const PAUSE = 50

export const pace: Probe<'pace'> = {
  name: 'pace',
  due: (exam) => sound(exam) && wholeness(exam) !== undefined,
  does: () => `asks ${QUESTIONS} times, each as soon as the reply before is there`,
  bound: ({ allowed }) => allowed.patience + ENOUGH + allowed.timeout,
  async run(exam) {
    const whole = wholeness(exam)
    const { end = '\n' } = exam.chart.ask?.best ?? {}
    const first: number[] = []
    const last: number[] = []
    const late: number[] = []
    const began = performance.now()
    try {
      await using contact = await greeted(exam)
      while (last.length < QUESTIONS && performance.now() - began < ENOUGH) {
        const asked = contact.ask(end)
        await contact.until(() => whole?.is(contact.heard) === true, exam.allowed.timeout)
        if (!whole?.is(contact.heard)) return { first, last, late, lost: true }
        const times = contact.pieces.map(({ at }: Piece) => at)
        const done = times.at(-1) ?? asked
        first.push((times[0] ?? asked) - asked)
        last.push(done - asked)
        late.push(done - (times.at(-2) ?? done))
      }
      return { first, last, late, lost: false }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return { first, last, late, lost: true }
    }
  },
  found({ last, lost }) {
    if (last.length === 0) return 'no reply'
    const times = `${time(Math.min(...last))} at least, ${time(median(last))} mostly, ${time(Math.max(...last))} at most`
    return `${last.length} replies: ${times}${lost ? '; then none' : ''}`
  },
  reads({ last, lost }, { allowed, chart }) {
    const readings: Reading[] = []
    if (lost && chart.stress === undefined) {
      readings.push({
        cause: 'too fast',
        says: `a question that follows at once upon a reply is lost: leave it a pause, pacing${allowed.stress ? '' : ' (--stress measures which)'}`,
        profile: { link: { pacing: PAUSE } },
      })
    }
    if (last.length > 0 && Math.min(...last) >= SLOW) {
      readings.push({
        cause: 'slow',
        says: `it takes ${time(Math.min(...last))} at least for a reply: a timeout must be longer`,
        profile: { link: { timeout: roundUp(4 * Math.max(...last)) } },
      })
    }
    return readings
  },
}
