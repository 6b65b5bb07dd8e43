/** A network that is slow, and one that loses packets: everything takes longer, and nothing else. */
import type { Subject, SubjectSocket } from '@sockio/conformance'
import { Findings } from '../findings.ts'
import type { RunPart } from '../part.ts'
import { quantile } from '../stats.ts'
import { subjectNamed } from '../subject-named.ts'
import { isTyped } from '../typed-error.ts'
import { type Lab, startLab } from './lab.ts'

const ONE_WAY_MS = 100
const LOSS = 0.05
const PIPELINE = 8
/** Longer than anything here takes. */
const PATIENCE_MS = 60_000

let n = 0

/** Asks so many questions, `PIPELINE` at a time, and gives the time that each took. */
async function ask(sock: SubjectSocket, count: number, side: number, findings: Findings): Promise<number[]> {
  const times: number[] = []
  const end = n + count
  const caller = async () => {
    while (n < end) {
      const own = ++n
      const begin = performance.now()
      const reply = await sock.query(`Q${own}`, { timeout: PATIENCE_MS }).catch(String)
      times.push(performance.now() - begin)
      findings.expect(reply === `A${own}`, `Q${own} was answered with ${reply}`)
    }
  }
  await Promise.all(Array.from({ length: side }, caller))
  return times
}

/** So many lines of a stream, which must be there and in order. */
async function read(sock: SubjectSocket, name: string, count: number, findings: Findings): Promise<void> {
  await sock.write(`START ${name}\n`)
  const lines = sock.lines({ encoding: 'utf8' })
  for (let i = 0; i < count; i++) {
    const { value } = await lines.next()
    findings.expect(value === String(i), `line ${i} of the stream was ${value}`)
  }
  await lines.return()
  await sock.close()
}

async function slow({ host, port, wire }: Lab, subject: Subject, short: boolean, findings: Findings): Promise<void> {
  await wire.delay(ONE_WAY_MS)
  const sock = subject.connect(host, port, { pipeline: PIPELINE })
  const alone = await ask(sock, short ? 3 : 20, 1, findings)
  findings.figure('200 ms: median of a query', Math.round(quantile(alone, 0.5)), 'ms')
  findings.expect(Math.min(...alone) >= 2 * ONE_WAY_MS - 1, 'the wire is not slow')
  const count = short ? 24 : 160
  const begin = performance.now()
  await ask(sock, count, PIPELINE, findings)
  findings.figure(`200 ms: per query, ${PIPELINE} at a time`, (performance.now() - begin) / count, 'ms')
  await read(sock, 'slow', short ? 100 : 1000, findings)
  await sock[Symbol.asyncDispose]()
}

/** Patience shorter than the way there and back: the late replies belong to nobody. */
async function impatient({ host, port }: Lab, subject: Subject, rounds: number, findings: Findings): Promise<void> {
  for (const resync of ['reconnect', 'discard'] as const) {
    const sock = subject.connect(host, port, { resync })
    await sock.open()
    for (let round = 0; round < rounds; round++) {
      const given = await sock.query(`Q${++n}`, { timeout: ONE_WAY_MS }).catch((error: unknown) => error)
      findings.expect(isTyped(given) && given.code === 'SOCKIO_TIMEOUT', `200 ms in 100 ms: ${given}`)
      await ask(sock, 1, 1, findings)
    }
    const once = resync === 'discard' ? 1 : rounds + 1
    findings.expect(sock.connectionCounter === once, `${resync}: ${sock.connectionCounter} connections, not ${once}`)
    await sock[Symbol.asyncDispose]()
  }
  findings.figure('200 ms: late replies that found no taker', 2 * rounds)
}

async function lossy(lab: Lab, subject: Subject, short: boolean, seed: number, findings: Findings): Promise<void> {
  const { host, port, wire } = lab
  const sock = subject.connect(host, port, { pipeline: PIPELINE })
  await sock.open()
  await wire.delay(1)
  const before = await wire.loss(LOSS, seed)
  const count = short ? 100 : 1000
  const times = await ask(sock, count, PIPELINE, findings)
  await read(sock, 'lossy', short ? 300 : 3000, findings)
  const after = await wire.loss(0, seed)
  findings.figure('5 % loss: replies checked', count)
  findings.figure('5 % loss: packets lost', after.dropped - before.dropped)
  findings.figure('5 % loss: median of a query', quantile(times, 0.5), 'ms')
  findings.figure('5 % loss: slowest query', Math.round(Math.max(...times)), 'ms')
  findings.expect(after.dropped > before.dropped, 'no packet was lost')
  await sock[Symbol.asyncDispose]()
}

export const run: RunPart = async ({ flavour, short, seed }) => {
  const findings = new Findings()
  const subject = subjectNamed(flavour)
  const lab = await startLab()
  await slow(lab, subject, short, findings)
  await impatient(lab, subject, short ? 2 : 5, findings)
  await lossy(lab, subject, short, seed, findings)
  await lab[Symbol.asyncDispose]()
  return findings.report()
}
