/**
 * A real server, killed and frozen at random moments under many callers: each call ends in time, with its own reply or
 * with a typed error, and after each outage the replies come again.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { SubjectSocket } from '@sockio/conformance'
import { HOST, missing, type Program, Server } from '@sockio/integration'
import { ControlTimer } from '../control-timer.ts'
import { Findings } from '../findings.ts'
import { flavours } from '../flavours.ts'
import type { Report, Scale } from '../part.ts'
import { random } from '../random.ts'
import { quantile } from '../stats.ts'
import { isTyped } from '../typed-error.ts'

const CALLERS = 50
const SOCKETS = 10
/** Between two calls of a caller, at most. */
const PAUSE_MS = 20
const TIMEOUT_MS = 500
/** For this long, replies are counted when they have come again. */
const GLANCE_MS = 200
/** How much later than a timer of the same limit a call may end, in ms. */
const SLACK_MS = 2000
const FULL_MS = 60_000
const SHORT_MS = 5000
/** For what is no matter of outages: how long a thread takes to begin, and the first connection. */
const PATIENCE_MS = 60_000
/** The policy's longest delay. */
const MAX_DELAY_MS = 100

/** One exchange with the server, whose reply names it. */
export interface Dialogue {
  /** Gives what is wrong with the reply, if anything is. */
  ask(sock: SubjectSocket, n: number): Promise<string | undefined>
  readonly eol: string
}

/** Replies per second, for each outage. */
interface Rates {
  readonly before: number[]
  readonly after: number[]
}

class Callers {
  readonly findings = new Findings()
  readonly latencies: number[] = []
  readonly errors = new Map<string, number>()
  replies = 0
  late = 0
  #n = 0
  #over = false

  async run(sock: SubjectSocket, dialogue: Dialogue): Promise<void> {
    while (!this.#over) {
      await this.#call(sock, dialogue, ++this.#n)
      await wait(Math.random() * PAUSE_MS) // they shall not be in step
    }
  }

  stop(): void {
    this.#over = true
  }

  /** Replies per second, from now on for so long. */
  async rate(ms: number): Promise<number> {
    const begin = performance.now()
    const before = this.replies
    await wait(ms)
    return ((this.replies - before) / (performance.now() - begin)) * 1000
  }

  async #call(sock: SubjectSocket, dialogue: Dialogue, n: number): Promise<void> {
    const control = new ControlTimer(TIMEOUT_MS)
    const begin = performance.now()
    try {
      const wrong = await dialogue.ask(sock, n)
      this.findings.expect(wrong === undefined, `request ${n}: ${wrong}`)
      this.replies++
      this.latencies.push(performance.now() - begin)
    } catch (error) {
      this.findings.expect(isTyped(error), `request ${n} ended with ${error}`)
      const code = isTyped(error) ? error.code : 'untyped'
      this.errors.set(code, (this.errors.get(code) ?? 0) + 1)
    }
    if (control.stop() > SLACK_MS) this.late++
  }
}

/** Resolves when the callers have got so many more replies; gives how long that took. */
async function recovered(callers: Callers, more: number): Promise<number> {
  const begin = performance.now()
  const goal = callers.replies + more
  while (callers.replies < goal && performance.now() - begin < 10_000) await wait(2)
  callers.findings.expect(callers.replies >= goal, 'after an outage, the replies did not come again in 10 s')
  return performance.now() - begin
}

/** Kills and freezes, in turn at random, until the time is over; gives how long each recovery took. */
async function disturb(server: Server, callers: Callers, ms: number, next: () => number) {
  const recoveries: number[] = []
  const rates: Rates = { before: [], after: [] }
  const counts = { kills: 0, freezes: 0 }
  const end = performance.now() + ms
  while (performance.now() < end) {
    rates.before.push(await callers.rate(GLANCE_MS + next() * 1300))
    if (next() < 0.5) {
      counts.kills++
      await server.kill()
      await wait(next() * 500)
      await server.restart()
    } else {
      counts.freezes++
      await server.freeze()
      await wait(next() * 3 * TIMEOUT_MS)
      server.thaw()
    }
    recoveries.push(await recovered(callers, CALLERS))
    rates.after.push(await callers.rate(GLANCE_MS))
  }
  return { recoveries, rates, counts }
}

export async function outages(program: Program, dialogue: Dialogue, { short, seed }: Scale): Promise<Report> {
  if (missing(program)) return { figures: [], failures: [], skipped: program.install }
  const server = await Server.start(program)
  const callers = new Callers()
  const delays: number[] = []
  const sockets = Array.from({ length: SOCKETS }, (_, i) => {
    const subject = flavours[i % flavours.length] as (typeof flavours)[number]
    return subject.connect(HOST, server.port, {
      eol: dialogue.eol,
      timeout: TIMEOUT_MS,
      // All that an outage may meet.
      pipeline: i % 2 === 0 ? 1 : 4,
      resync: i % 3 === 0 ? 'discard' : 'reconnect',
      retries: i % 5 === 0 ? 1 : 0,
      reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 5, maxDelay: MAX_DELAY_MS },
      onRetry: ({ delay }) => delays.push(delay),
    })
  })
  await Promise.all(sockets.map((sock) => sock.open({ timeout: PATIENCE_MS })))
  const calling = Promise.all(
    Array.from({ length: CALLERS }, (_, i) => callers.run(sockets[i % SOCKETS] as SubjectSocket, dialogue)),
  )
  const { recoveries, rates, counts } = await disturb(server, callers, short ? SHORT_MS : FULL_MS, random(seed))
  callers.stop()
  await calling
  for (const sock of sockets) await sock[Symbol.asyncDispose]()
  await server.kill()

  const { findings, replies, errors, late, latencies } = callers
  const connections = sockets.reduce((sum, sock) => sum + sock.connectionCounter, 0)
  findings.figure('kill -9 and restart', counts.kills)
  findings.figure('SIGSTOP and SIGCONT', counts.freezes)
  findings.figure('replies checked', replies)
  findings.figure(
    'typed errors',
    [...errors.values()].reduce((sum, count) => sum + count, 0),
  )
  findings.figure('connections made', connections)
  findings.figure('median of a call', quantile(latencies, 0.5), 'ms')
  findings.figure(`${CALLERS} replies again after, at most`, Math.round(Math.max(...recoveries)), 'ms')
  findings.figure('replies/s before the outages, median', Math.round(quantile(rates.before, 0.5)))
  findings.figure('replies/s after them, median', Math.round(quantile(rates.after, 0.5)))
  findings.figure('longest reconnect delay', Math.round(Math.max(0, ...delays)), 'ms')
  findings.expect(late === 0, `${late} calls ended more than ${SLACK_MS} ms after their timeout`)
  findings.expect(
    delays.every((delay) => delay <= MAX_DELAY_MS),
    'a delay is longer than the policy allows',
  )
  findings.note([...errors].map(([code, count]) => `${code} ${count}`).join(', '))
  return findings.report()
}
