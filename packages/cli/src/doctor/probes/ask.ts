/** End of line of requests: with which does it answer? Each is tried on a connection of its own. */
import { isMirror } from '../anatomy.ts'
import type { Exchange } from '../chart.ts'
import { greeted } from '../greeted.ts'
import { Unreachable } from '../patient.ts'
import type { Exam, Probe } from '../probe.ts'
import type { Reading } from '../reading.ts'
import { endName, quoted } from '../words.ts'

const ENDS = ['\n', '\r', '\r\n']
/** How often the silence behind a reply is waited for. */
const ROUNDS = 4

async function attempt(exam: Exam, end: string): Promise<Exchange> {
  const { allowed } = exam
  try {
    await using contact = await greeted(exam)
    const asked = contact.ask(end)
    await contact.until(() => contact.heard.length > 0, allowed.timeout)
    if (contact.heard.length > 0) await contact.quiet(allowed.silence, ROUNDS * allowed.silence)
    return contact.exchange(end, asked)
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    const ended = { how: error.code, after: 0 }
    return { end, asked: performance.now(), pieces: [], heard: Buffer.alloc(0), ended }
  }
}

/** A whole reply is better than half of one, that than an echo, and anything than nothing. */
function worth(query: string, { heard, ended }: Exchange): number {
  if (heard.length === 0) return 0
  if (isMirror(query, heard)) return 1
  return ended === undefined ? 3 : 2
}

export const ask: Probe<'ask'> = {
  name: 'ask',
  due: ({ chart }) => chart.port?.port !== undefined && !chart.banner?.endless,
  does: ({ allowed }) => `sends "${allowed.query}" with LF, then CR, then CR LF, until one is answered`,
  bound: ({ allowed }) => ENDS.length * (allowed.patience + allowed.timeout + (ROUNDS + 2) * allowed.silence),
  async run(exam) {
    const { query } = exam.allowed
    const tries: Exchange[] = []
    for (const end of ENDS) {
      const last = await attempt(exam, end)
      tries.push(last)
      if (worth(query, last) === 3) break
    }
    const [best] = tries.filter(({ heard }) => heard.length > 0).sort((a, b) => worth(query, b) - worth(query, a))
    return { tries, best }
  },
  found({ tries, best }) {
    if (best !== undefined)
      return `with ${endName(best.end)}: ${quoted(best.heard)}${best.ended ? ', then it hung up' : ''}`
    const ends = tries.flatMap(({ ended }) => ended ?? [])
    return ends.length === 0 ? 'nothing came' : `it hung up (${ends[0]?.how})`
  },
  reads({ tries, best }, { allowed, chart }) {
    if (best === undefined) return [unanswered(tries, chart.banner?.ended !== undefined, allowed.timeout)]
    const text = best.heard.toString('latin1')
    if (text.startsWith('HTTP/'))
      return [
        { cause: 'another protocol', says: 'this is a web server: instruments have their commands on another port' },
      ]
    if (best.heard[0] === 21 && best.heard[1] === 3)
      return [{ cause: 'another protocol', says: 'it speaks TLS: try tls://' }]
    if (isMirror(allowed.query, best.heard)) {
      return [
        {
          cause: 'mirror',
          says: 'it returns what it is sent, and no reply: an echo service, or a converter whose instrument does not answer (is it on? are baud rate, parity and end of line right?)',
        },
      ]
    }
    if (best.ended !== undefined) return [broken(best)]
    if (best.end === '\n') return []
    return [
      {
        cause: 'end of requests',
        says: `it takes a request for whole only behind ${endName(best.end)}: until then it waits, and so do you`,
        profile: { link: { writeEol: best.end } },
      },
    ]
  },
}

function unanswered(tries: readonly Exchange[], atOnce: boolean, timeout: number): Reading {
  const [ended] = tries.flatMap(({ ended }) => ended ?? [])
  if (ended === undefined) {
    return {
      cause: 'silent',
      says: `it takes connections and answers nothing in ${timeout} ms, with any end of line: it hangs (switch it off and on), does not know the question (--query), is slower than that (--timeout), or waits for a login`,
    }
  }
  if (atOnce) {
    return {
      cause: 'hangs up at once',
      says: 'it takes a connection and ends it: it serves another client, or lets only some hosts in',
    }
  }
  return ended.how === 'closed'
    ? {
        cause: 'closes instead of a reply',
        says: 'it closes the connection when it is asked: it does not know the question (--query), speaks another protocol (TLS: try tls://), or has failed over it',
      }
    : {
        cause: 'resets the connection',
        says: 'it resets the connection when it is asked: something between, or its program, has failed',
      }
}

/** It has begun to answer, and hung up. */
export function broken({ ended, heard }: Exchange): Reading {
  if (ended !== undefined && ended.how !== 'closed') {
    return {
      cause: 'resets the connection',
      says: `it resets the connection ${heard.length > 0 ? `after ${heard.length} bytes of a reply` : 'instead of a reply'}: something between, or its program, has failed`,
    }
  }
  return heard.length > 0
    ? {
        cause: 'closes within a reply',
        says: `it closes the connection after ${heard.length} bytes: what it says may not be whole`,
      }
    : { cause: 'closes instead of a reply', says: 'it closes the connection now and then instead of an answer' }
}
