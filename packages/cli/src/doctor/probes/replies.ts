/** Replies: does each question get one, a readable one, and the same each time? */
import { encodingOf } from '../anatomy.ts'
import type { Exchange, RepliesFinding } from '../chart.ts'
import { greeted } from '../greeted.ts'
import { Unreachable } from '../patient.ts'
import type { Exam, Probe } from '../probe.ts'
import type { Reading } from '../reading.ts'
import { answers, differ, replies as taken } from '../replied.ts'
import { quoted } from '../words.ts'
import { broken } from './ask.ts'

const QUESTIONS = 4
const ROUNDS = 4
/** Of what comes behind noise, so many bytes are the reply. */
const COMMON = 4

export const replies: Probe<'replies'> = {
  name: 'replies',
  due: answers,
  does: ({ allowed }) => `asks ${QUESTIONS} times on one connection, waits ${allowed.silence} ms behind each reply`,
  bound: ({ allowed }) => allowed.patience + QUESTIONS * (allowed.timeout + (ROUNDS + 1) * allowed.silence),
  async run(exam) {
    const { allowed, chart } = exam
    const exchanges: Exchange[] = []
    try {
      await using contact = await greeted(exam)
      const { end = '\n' } = chart.ask?.best ?? {}
      while (exchanges.length < QUESTIONS && contact.ended === undefined) {
        const asked = contact.ask(end)
        await contact.until(() => contact.heard.length > 0, allowed.timeout)
        if (contact.heard.length > 0) await contact.quiet(allowed.silence, ROUNDS * allowed.silence)
        exchanges.push(contact.exchange(end, asked))
      }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
    }
    return { exchanges }
  },
  found({ exchanges }) {
    const answered = exchanges.filter(({ heard }) => heard.length > 0)
    const different = [...new Set(answered.map(({ heard }) => quoted(heard)))]
    const end = exchanges.find(({ ended }) => ended !== undefined)?.ended
    return `${answered.length} of ${exchanges.length}: ${different.join(', ')}${end === undefined ? '' : `; it hung up (${end.how})`}`
  },
  reads(finding, exam) {
    return [...unsound(finding, exam)]
  },
}

function* unsound({ exchanges }: RepliesFinding, exam: Pick<Exam, 'allowed' | 'chart'>): Generator<Reading> {
  const cut = exchanges.find(({ ended }) => ended !== undefined)
  if (cut !== undefined) yield broken(cut)
  const all = taken(exam)
  if (all.some(({ copies }) => copies > 1)) {
    yield {
      cause: 'answers twice',
      says: 'each reply comes more than once: the second copy would be taken for the next reply. Two programs, or a converter, speak for it',
    }
    return
  }
  const lost = exchanges.filter(({ heard, ended }) => heard.length === 0 && ended === undefined).length
  if (lost > 0) {
    yield {
      cause: 'loses requests',
      says: `${lost} of ${exchanges.length} questions had no answer, though nothing was in a hurry: a bad line, or a busy instrument`,
    }
  }
  const unreadable = all.some(({ body }) => encodingOf(body) === undefined)
  if (!unreadable && !differ(exam, all)) return
  const common = commonEnd(all.map(({ body }) => body))
  yield common.length >= COMMON && all.length > 1
    ? {
        cause: 'noise',
        says: `there are other bytes in front of replies, which end in ${quoted(common)}: an electrical disturbance, or two talkers on one line`,
      }
    : {
        cause: 'garbage',
        says: 'replies are no text, and another each time: behind a serial converter, its baud rate, parity or number of bits is wrong',
      }
}

/** What all end in. */
function commonEnd(bodies: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0), ...others] = bodies
  let length = 0
  while (length < first.length && others.every((other) => other.at(-1 - length) === first.at(-1 - length))) length++
  return first.subarray(first.length - length)
}
