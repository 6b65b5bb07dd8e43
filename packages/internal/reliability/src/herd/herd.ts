/** A thousand clients of one dead device: they must not call it all at once, nor when it comes back. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Subject } from '@sockio/conformance'
import { faults } from '@sockio/sim'
import { Findings } from '../findings.ts'
import { Instrument } from '../instrument/instrument.ts'
import type { RunPart } from '../part.ts'
import { histogram } from '../stats.ts'
import { subjectNamed } from '../subject-named.ts'

const CLIENTS = 1000
const POLICY = { retries: Number.POSITIVE_INFINITY, minDelay: 100, maxDelay: 3200 }
/** The longest delay before jitter, for the attempt of this number. */
const longest = (attempt: number) => Math.min(POLICY.maxDelay, POLICY.minDelay * 2 ** (attempt - 1))
/** By so much, on a busy machine, the news of a retry may come after its delay has begun. */
const TOLD_MS = 50
const FULL_MS = 20_000
const SHORT_MS = 5000
const BIN_MS = 100
/** When all have had the longest delay once, attempts come evenly; until then they thin out. */
const SETTLED_MS = 3200

/** What the clients were told, and what they did. */
class Watch {
  readonly #begin = performance.now()
  /** Times of attempts, in ms from the beginning. */
  readonly attempts: number[] = []
  /** When retries were due: what the policy asks for, however late a busy machine is. */
  readonly dues: number[] = []
  /** Delays as a share of the longest that the policy allows for that attempt. */
  readonly shares: number[] = []
  /** Attempts that came before their delay was over. */
  early = 0

  /** A socket whose events are watched, with a call that waits for the device. */
  call(subject: Subject, host: string, port: number, n: number): Promise<string> {
    let due = 0
    const sock = subject.connect(host, port, {
      reconnect: POLICY,
      onRetry: ({ attempt, delay }) => {
        this.shares.push(delay / longest(attempt))
        due = performance.now() + delay
        this.dues.push(due - this.#begin)
      },
      onStateChange: (state) => {
        if (state !== 'connecting') return
        this.attempts.push(performance.now() - this.#begin)
        if (performance.now() < due - TOLD_MS) this.early++
      },
    })
    return sock.query(`Q${n}`).finally(() => sock[Symbol.asyncDispose]())
  }

  get now(): number {
    return performance.now() - this.#begin
  }
}

/** Times in the fullest bin, and on average. */
function bins(all: readonly number[], from: number, to: number): { most: number; mean: number } {
  const times = all.filter((time) => time >= from && time < to)
  const counts = new Array<number>(Math.ceil((to - from) / BIN_MS)).fill(0)
  for (const time of times)
    counts[Math.floor((time - from) / BIN_MS)] = (counts[Math.floor((time - from) / BIN_MS)] ?? 0) + 1
  return { most: Math.max(...counts), mean: times.length / counts.length }
}

export const run: RunPart = async ({ short, flavour }) => {
  const findings = new Findings()
  const subject = subjectNamed(flavour)
  const instrument = await Instrument.start()
  const [port = 0] = await instrument.ask('start', 1, '127.0.0.1', 0, {})
  await instrument.ask('inject', faults.refuse())
  const watch = new Watch()
  const calls = Array.from({ length: CLIENTS }, (_, n) => watch.call(subject, '127.0.0.1', port, n))
  const dead = short ? SHORT_MS : FULL_MS
  await wait(dead)
  const back = watch.now
  await instrument.ask('clear')
  const replies = await Promise.all(calls.map((call) => call.catch(String)))
  const whole = watch.now - back
  const own = replies.filter((reply, n) => reply === `A${n}`).length
  await instrument[Symbol.asyncDispose]()

  const settled = bins(watch.dues, SETTLED_MS, back)
  const mean = watch.shares.reduce((sum, share) => sum + share, 0) / watch.shares.length
  findings.figure('clients', CLIENTS)
  findings.figure('attempts while it was dead', watch.attempts.filter((time) => time < back).length)
  findings.figure('delay as a share of the longest allowed, mean', mean)
  findings.figure(`attempts due in ${BIN_MS} ms once settled, mean`, settled.mean)
  findings.figure(`attempts due in ${BIN_MS} ms once settled, most`, settled.most)
  findings.figure('all had their reply after it was back in', Math.round(whole), 'ms')
  findings.expect(own === CLIENTS, `${CLIENTS - own} of the clients did not get their own reply`)
  findings.expect(watch.early === 0, `${watch.early} attempts came before their delay was over`)
  findings.expect(
    watch.shares.every((share) => share >= 0 && share <= 1),
    'a delay is longer than the policy allows',
  )
  // Full jitter is uniform: the mean of some thousands is close to a half, and no bin is far from the others.
  findings.expect(Math.abs(mean - 0.5) < 0.03, `the delays are ${mean} of the longest on average, not a half`)
  findings.expect(
    settled.most < 3 * settled.mean,
    `${settled.most} attempts were due in ${BIN_MS} ms, ${settled.mean} on average`,
  )
  findings.note('delays, as a share of the longest that the policy allows for the attempt:')
  findings.note(histogram(watch.shares, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], ''))
  findings.note('attempts of all clients, by the time since the first:')
  const edges = Array.from({ length: Math.ceil(watch.now / 500) }, (_, i) => i * 500)
  findings.note(histogram(watch.attempts, edges, 'ms'))
  return findings.report()
}
