/** One client at a time: what becomes of a second connection, and of the first? The one probe that holds two. */
import type { SecondClientFinding } from '../chart.ts'
import type { Contact } from '../contact.ts'
import { greeted } from '../greeted.ts'
import { Unreachable } from '../patient.ts'
import type { Exam, Probe } from '../probe.ts'
import type { Reading } from '../reading.ts'
import { sound } from '../replied.ts'
import { roundUp } from '../words.ts'

/** `settle` is so many times as long as it took to hang up, and at least so long. */
const MARGIN = 4
const LEAST = 100
const AGAIN = { retries: 50, minDelay: 100, factor: 1 }

async function question(contact: Contact, { allowed, chart }: Exam): Promise<void> {
  contact.ask(chart.ask?.best?.end ?? '\n')
  await contact.until(() => contact.heard.length > 0, allowed.timeout)
}

async function second(exam: Exam): Promise<Omit<SecondClientFinding, 'first'>> {
  try {
    await using contact = await greeted(exam)
    await question(contact, exam)
    if (contact.heard.length > 0) return { second: 'answered', after: undefined }
    if (contact.ended === undefined) return { second: 'unanswered', after: undefined }
    return { second: 'closed', after: contact.ended.after }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    return { second: error.code === 'ECONNRESET' ? 'closed' : 'refused', after: 0 }
  }
}

export const secondClient: Probe<'second client'> = {
  name: 'second client',
  due: sound,
  does: () => 'holds a connection, and asks on a second one',
  bound: ({ allowed }) => 2 * (allowed.patience + allowed.timeout + 2 * allowed.silence),
  async run(exam) {
    try {
      await using contact = await greeted(exam)
      await question(contact, exam)
      const outcome = await second(exam)
      return { ...outcome, first: contact.ended === undefined ? 'stays' : 'closed' }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return { second: 'refused', first: 'closed', after: 0 }
    }
  },
  found: ({ second, first }) => `it is ${second}${first === 'closed' ? ', and the first is closed' : ''}`,
  reads: ({ second, first, after }) => [...reading(second, first, after ?? 0)],
}

function* reading(
  second: SecondClientFinding['second'],
  first: SecondClientFinding['first'],
  after: number,
): Generator<Reading> {
  const share = 'share one socket, which any number of callers may use, and close it when others need the instrument'
  if (second === 'closed' || second === 'refused') {
    yield {
      cause: 'one client',
      says: `it serves one client at a time, and others are ${second}: ${share}. Where another holds it, settle and reconnect wait until it is free`,
      profile: {
        ...(second === 'closed' && { link: { settle: Math.max(LEAST, roundUp(MARGIN * after)) } }),
        reconnect: AGAIN,
      },
    }
  } else if (second === 'unanswered') {
    yield {
      cause: 'one client',
      says: `it serves one client at a time, and lets others wait until that has left: ${share}`,
    }
  } else if (first === 'closed') {
    yield { cause: 'one client', says: `who comes last takes the instrument from who was there: ${share}` }
  }
}
