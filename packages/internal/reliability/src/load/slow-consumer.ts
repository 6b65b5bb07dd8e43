/** A consumer that is ten times slower than its instrument: what waits for it stays within `bufferSize`. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Subject, SubjectStream } from '@sockio/conformance'
import { Findings } from '../findings.ts'
import { flavours } from '../flavours.ts'
import { Instrument } from '../instrument/instrument.ts'
import type { RunPart } from '../part.ts'
import { memoryInUse } from './memory.ts'

const KIB = 1024
const LINE = 1000
const BUFFER_SIZE = 256 * KIB
/** Besides the buffer: one read of the socket. */
const ONE_READ = 64 * KIB
/**
 * For the memory of the process: a piece of the buffer may be twice as large as what it holds, and the one before lives
 * as long as its lines are being taken. What matters is that it is a bound: the instrument sends without end.
 */
const MOST_MEMORY = 2 * BUFFER_SIZE + 1024 * KIB
const SLOWER = 10
const TICK_MS = 10
/** Lines that a flavour has taken out of the buffer for its consumer, at most. */
const AHEAD = 1024
const OVERFLOWS = ['pause', 'dropOldest', 'latest'] as const

/** Lines in order; gaps only where the policy drops. */
class Consumer {
  readonly #lines: SubjectStream
  #expected = 0
  taken = 0
  missed = 0

  constructor(lines: SubjectStream) {
    this.#lines = lines
  }

  async take(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const { value } = await this.#lines.next()
      const n = Number(value)
      this.missed += n - this.#expected
      this.#expected = n + 1
      this.taken++
    }
  }
}

interface Task {
  readonly subject: Subject
  readonly overflow: (typeof OVERFLOWS)[number]
  readonly port: number
  readonly ms: number
}

async function consume({ subject, overflow, port, ms }: Task, findings: Findings): Promise<number> {
  const sock = subject.connect('127.0.0.1', port, { bufferSize: BUFFER_SIZE })
  await sock.write(`START ${subject.name} ${overflow}\n`)
  const stream = sock.lines({ encoding: 'utf8', overflow })
  const consumer = new Consumer(stream)
  await consumer.take(1000)
  const begin = performance.now()
  await consumer.take(5000)
  const perTick = Math.ceil((5000 / (performance.now() - begin) / SLOWER) * TICK_MS)
  const before = await memoryInUse()
  const taken = consumer.taken
  let most = 0
  let grown = 0
  for (const end = performance.now() + ms; performance.now() < end; ) {
    await consumer.take(perTick)
    most = Math.max(most, sock.inWaiting)
    await wait(TICK_MS)
    if (consumer.taken % 20 === 0) grown = Math.max(grown, (await memoryInUse()) - before)
  }
  grown = Math.max(grown, (await memoryInUse()) - before)
  const name = `${subject.name}, ${overflow}`
  findings.expect(most <= BUFFER_SIZE + ONE_READ, `${name}: ${most} bytes were waiting, bufferSize is ${BUFFER_SIZE}`)
  findings.expect(grown <= MOST_MEMORY, `${name}: memory grew by ${Math.round(grown / KIB)} KiB`)
  if (overflow === 'pause') findings.expect(consumer.missed === 0, `${name}: ${consumer.missed} lines are missing`)
  else {
    // What is dropped is older than the next line that is given, but for those that a flavour has taken ahead; what is
    // dropped meanwhile may be younger.
    const least = stream.dropped
    await consumer.take(AHEAD + 1)
    const told = `${least}..${stream.dropped}`
    const right = least <= consumer.missed && consumer.missed <= stream.dropped
    findings.expect(right, `${name}: ${consumer.missed} lines are missing, dropped says ${told}`)
  }
  findings.figure(`${name}: taken, missing`, `${consumer.taken - taken}, ${consumer.missed}`)
  findings.figure(
    `${name}: waited at most; memory grew by`,
    `${Math.ceil(most / KIB)}; ${Math.ceil(grown / KIB)}`,
    'KiB',
  )
  await stream.return()
  await sock[Symbol.asyncDispose]()
  return grown
}

export const run: RunPart = async ({ short }) => {
  const findings = new Findings()
  const instrument = await Instrument.start()
  const [port = 0] = await instrument.ask('start', 1, '127.0.0.1', 0, { period: 0, size: LINE })
  const ms = short ? 500 : 3000
  for (const subject of flavours) {
    for (const overflow of OVERFLOWS) await consume({ subject, overflow, port, ms }, findings)
  }
  findings.figure('bufferSize', BUFFER_SIZE / KIB, 'KiB')
  await instrument[Symbol.asyncDispose]()
  return findings.report()
}
