/** How fast is too fast: the least pause behind a reply with which no question is lost. Only where the user allows it. */
import { greeted } from '../greeted.ts'
import { Unreachable } from '../patient.ts'
import type { Exam, Probe } from '../probe.ts'
import { sound, wholeness } from '../replied.ts'
import { time } from '../words.ts'

const PAUSES = [0, 5, 10, 20, 50, 100, 200, 500]
const QUESTIONS = 10
const sum = PAUSES.reduce((all, pause) => all + pause, 0)

/** How long a reply is waited for that may never come. */
function patience({ allowed, chart }: Pick<Exam, 'allowed' | 'chart'>): number {
  return Math.min(allowed.timeout, Math.max(2 * allowed.silence, 4 * Math.max(0, ...(chart.pace?.last ?? []))))
}

async function keepsUp(exam: Exam, pause: number): Promise<boolean> {
  const whole = wholeness(exam)
  try {
    await using contact = await greeted(exam)
    for (let n = 0; n < QUESTIONS; n++) {
      contact.ask(exam.chart.ask?.best?.end ?? '\n')
      await contact.until(() => whole?.is(contact.heard) === true, patience(exam))
      if (!whole?.is(contact.heard)) return false
      await contact.rest(pause)
    }
    return true
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return false
  }
}

export const stress: Probe<'stress'> = {
  name: 'stress',
  due: (exam) => exam.allowed.stress && sound(exam) && wholeness(exam) !== undefined,
  does: () => `asks ${QUESTIONS} times with pauses of ${PAUSES.join(', ')} ms, until none is lost`,
  bound: (exam) => QUESTIONS * sum + PAUSES.length * (exam.allowed.patience + QUESTIONS * patience(exam)),
  async run(exam) {
    const tried: number[] = []
    for (const pause of PAUSES) {
      tried.push(pause)
      if (await keepsUp(exam, pause)) return { pacing: pause, tried }
    }
    return { pacing: undefined, tried }
  },
  found({ pacing }) {
    if (pacing === undefined) return 'some are always lost'
    return pacing === 0 ? 'none is lost without any pause' : `none is lost with a pause of ${time(pacing)}`
  },
  reads({ pacing }) {
    if (pacing === 0) return []
    if (pacing === undefined) {
      return [{ cause: 'loses requests', says: `it loses questions, even with pauses of ${PAUSES.at(-1)} ms` }]
    }
    return [
      {
        cause: 'too fast',
        says: `a question that comes sooner than ${time(pacing)} behind a reply may be lost: pacing keeps that pause`,
        profile: { link: { pacing } },
      },
    ]
  },
}
