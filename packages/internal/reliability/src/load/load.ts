/** A thousand connections, each with twenty requests a second. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { SubjectSocket } from '@sockio/conformance'
import { Findings } from '../findings.ts'
import { Instrument } from '../instrument/instrument.ts'
import type { RunPart } from '../part.ts'
import { quantile } from '../stats.ts'
import { subjectNamed } from '../subject-named.ts'
import { memoryInUse } from './memory.ts'

const CONNECTIONS = 1000
const PER_SECOND = 20
const FULL_MS = 120_000
const SHORT_MS = 5000
/** Nothing here takes so long unless something is wrong. */
const TIMEOUT_MS = 30_000
const KIB = 1024

/**
 * Requests in turn over all connections, at an even rate, however late the timers are. A connection whose reply is still
 * due is passed over, as in any program that polls: a machine that is too slow shall not pile up what it can't do.
 */
class Load {
  readonly findings = new Findings()
  readonly latencies: number[] = []
  errors = 0
  turns = 0
  passed = 0
  readonly #sockets: readonly SubjectSocket[]
  readonly #open = new Map<SubjectSocket, Promise<void>>()

  constructor(sockets: readonly SubjectSocket[]) {
    this.#sockets = sockets
  }

  async run(ms: number): Promise<void> {
    const begin = performance.now()
    for (let now = begin; now < begin + ms; now = performance.now()) {
      const due = ((now - begin) / 1000) * PER_SECOND * CONNECTIONS
      while (this.turns < due) this.#ask(this.turns++)
      await wait(1)
    }
    await Promise.all(this.#open.values())
  }

  #ask(n: number): void {
    const sock = this.#sockets[n % this.#sockets.length] as SubjectSocket
    if (this.#open.has(sock)) {
      this.passed++
      return
    }
    const begin = performance.now()
    const call = sock.query(`Q${n}`).then(
      (reply) => {
        this.latencies.push(performance.now() - begin)
        this.findings.expect(reply === `A${n}`, `Q${n} was answered with ${reply}`)
        this.#open.delete(sock)
      },
      (error) => {
        this.errors++
        this.findings.expect(false, `Q${n}: ${error}`)
        this.#open.delete(sock)
      },
    )
    this.#open.set(sock, call)
  }
}

export const run: RunPart = async ({ short, flavour }) => {
  const subject = subjectNamed(flavour)
  const instruments = await Promise.all([Instrument.start(), Instrument.start()])
  const ports = await Promise.all(
    instruments.map((instrument) => instrument.ask('start', CONNECTIONS / instruments.length, '127.0.0.1', 0, {})),
  )
  const before = await memoryInUse()
  const sockets = ports.flat().map((port) => subject.connect('127.0.0.1', port, { timeout: TIMEOUT_MS }))
  await Promise.all(sockets.map((sock) => sock.query('Q0')))
  const connected = await memoryInUse()
  const load = new Load(sockets)
  const delays = monitorEventLoopDelay({ resolution: 10 })
  delays.enable()
  const used = process.cpuUsage()
  const begin = performance.now()
  await load.run(short ? SHORT_MS : FULL_MS)
  const seconds = (performance.now() - begin) / 1000
  delays.disable()
  const { user, system } = process.cpuUsage(used)
  const { findings, latencies, errors, turns, passed } = load
  const sent = turns - passed
  const reconnected = sockets.filter((sock) => sock.connectionCounter !== 1).length
  findings.figure('connections', sockets.length)
  findings.figure('requests', sent)
  findings.figure('requests/s', Math.round(sent / seconds))
  findings.figure('turns passed over: the reply before was still due', passed)
  findings.figure('errors', errors)
  findings.figure('memory per connection', (connected - before) / sockets.length / KIB, 'KiB')
  findings.figure('latency, median', quantile(latencies, 0.5), 'ms')
  findings.figure('latency, 99 of 100 within', quantile(latencies, 0.99), 'ms')
  findings.figure('event-loop delay, mean', delays.mean / 1e6, 'ms')
  findings.figure('event-loop delay, 99 of 100 within', delays.percentile(99) / 1e6, 'ms')
  findings.figure('processor used', Math.round((user + system) / 1e4 / seconds), '% of a core')
  findings.expect(reconnected === 0, `${reconnected} connections were lost`)
  latencies.length = 0
  findings.figure('memory more than before the load', ((await memoryInUse()) - connected) / KIB / KIB, 'MiB')
  await Promise.all(sockets.map((sock) => sock[Symbol.asyncDispose]()))
  for (const instrument of instruments) await instrument[Symbol.asyncDispose]()
  return findings.report()
}
