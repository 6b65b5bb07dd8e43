/** A peer that sends without end, and never an end of line: what it sends is counted, refused or held back, not kept. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Subject, SubjectSocket } from '@sockio/conformance'
import { Findings } from '../findings.ts'
import type { RunPart } from '../part.ts'
import { subjectNamed } from '../subject-named.ts'
import { isTyped } from '../typed-error.ts'
import { right } from './bytes.ts'
import { Footprint } from './footprint.ts'
import { Source } from './source.ts'

const KIB = 1024
/** Of `blocks()`; and one read of the socket is as large. */
const BLOCK = 64 * KIB
const BUFFER_SIZE = 1024 * KIB
/** 10 GB for the first flavour, a tenth of it for each other one; more than the process may grow by in any case. */
const FULL = 10e9
const SHARE = 0.1
const SHORT = 200e6
/** Collecting garbage to look at what is in use takes as long as many pieces. */
const LOOKS = 5
/** How `read()` tells the end: while it waits, or after it. */
const ENDS = ['SOCKIO_CONNECTION_EOF', 'SOCKIO_NOT_CONNECTED']
const HOLD_MS = 5000
const SHORT_HOLD_MS = 500

interface Flood {
  readonly subject: Subject
  readonly source: Source
  readonly total: number
  readonly findings: Findings
}

/** Counts bytes, and looks at the memory whenever so many have come. */
class Meter {
  readonly #begin = performance.now()
  readonly #each: number
  readonly #footprint: Footprint
  bytes = 0
  wrong = 0

  constructor(footprint: Footprint, each: number) {
    this.#footprint = footprint
    this.#each = each
  }

  /** @param place of the piece within its connection */
  async add(piece: Uint8Array, place: number): Promise<void> {
    if (!right(piece, place)) this.wrong++
    const looks = Math.floor(this.bytes / this.#each)
    this.bytes += piece.length
    if (Math.floor(this.bytes / this.#each) > looks) await this.#footprint.look()
    else this.#footprint.glance()
  }

  judge(name: string, findings: Findings): void {
    const seconds = (performance.now() - this.#begin) / 1000
    findings.figure(`${name}: bytes taken, each compared`, this.bytes)
    findings.figure(`${name}: MB/s`, Math.round(this.bytes / 1e6 / seconds))
    findings.expect(this.wrong === 0, `${name}: ${this.wrong} pieces were not what was sent`)
    this.#footprint.judge(name, findings)
  }
}

/**
 * For a line that never ends: each call fails when the buffer is full, and the next one connects again. Most of what the
 * peer sends is on its way when a connection is closed.
 */
async function overrun({ subject, source, total, findings }: Flood): Promise<void> {
  const name = 'readLine() again and again'
  const sock = subject.connect('127.0.0.1', source.port, { bufferSize: BUFFER_SIZE })
  const overran = async (): Promise<Uint8Array> => {
    const error: unknown = await sock.readLine().catch((error: unknown) => error)
    const told = isTyped(error) && error.code === 'SOCKIO_LIMIT_OVERRUN' && 'partial' in error
    if (!told) throw new Error(`${name}: LimitOverrunError was expected, and not ${error}`)
    return error.partial as Uint8Array
  }
  await overran()
  const earlier = await source.handed()
  const meter = new Meter(await Footprint.take(), total / LOOKS / 4)
  let [least, most, errors] = [Number.POSITIVE_INFINITY, 0, 0]
  let sent = 0
  for (; sent < total; errors++) {
    const partial = await overran()
    least = Math.min(least, partial.length)
    most = Math.max(most, partial.length)
    await meter.add(partial, 0)
    sent = (await source.handed()) - earlier
  }
  findings.figure(`${name}: bytes sent by the peer`, sent)
  findings.figure(`${name}: each a LimitOverrunError, in all`, errors)
  findings.figure(`${name}: after so many bytes`, `${least} to ${most}`)
  findings.expect(least >= BUFFER_SIZE && most <= BUFFER_SIZE + BLOCK, `${name}: ended after ${least} to ${most} bytes`)
  findings.expect(sock.connectionCounter === errors + 1, `${name}: ${sock.connectionCounter} connections`)
  meter.judge(name, findings)
  await sock[Symbol.asyncDispose]()
}

/** Every byte is taken, and counted, to the end of the connection. */
async function take(flood: Flood, name: string, next: (sock: SubjectSocket) => Promise<Uint8Array | undefined>) {
  const { subject, source, total, findings } = flood
  // Otherwise, a call after the end would connect again, and the flood begin anew.
  const sock = subject.connect('127.0.0.1', source.port, { bufferSize: BUFFER_SIZE, autoReconnect: false })
  await sock.open()
  const meter = new Meter(await Footprint.take(), total / LOOKS)
  for (let piece = await next(sock); piece !== undefined; piece = await next(sock)) await meter.add(piece, meter.bytes)
  findings.expect(meter.bytes === total, `${name}: ${meter.bytes} bytes were taken of ${total}`)
  meter.judge(name, findings)
  await sock[Symbol.asyncDispose]()
}

async function blocks(flood: Flood): Promise<void> {
  const streams = new WeakMap<SubjectSocket, ReturnType<SubjectSocket['blocks']>>()
  await take(flood, `blocks(${BLOCK})`, async (sock) => {
    const stream = streams.get(sock) ?? sock.blocks(BLOCK)
    streams.set(sock, stream)
    const { value } = await stream.next()
    return value as Uint8Array | undefined
  })
}

async function read(flood: Flood): Promise<void> {
  await take(flood, 'read()', async (sock) => {
    const given: unknown = await sock.read().catch((error: unknown) => error)
    if (isTyped(given) && ENDS.includes(given.code)) return undefined
    if (given instanceof Error) throw given
    return given as Uint8Array
  })
}

/** Nobody reads: the peer is held back by TCP itself, and what waits is as much as the buffer holds. */
async function unread({ subject, source, total, findings }: Flood, ms: number): Promise<void> {
  const name = 'nobody reads'
  const sock = subject.connect('127.0.0.1', source.port, { bufferSize: BUFFER_SIZE })
  const earlier = await source.handed()
  const footprint = await Footprint.take()
  await sock.open()
  let handed = 0
  for (let now = await source.handed(); now > handed || sock.inWaiting < BUFFER_SIZE; now = await source.handed()) {
    handed = now
    await wait(100)
    footprint.glance()
  }
  let most = 0
  for (const end = performance.now() + ms; performance.now() < end; await wait(20)) {
    most = Math.max(most, sock.inWaiting)
    footprint.glance()
  }
  await footprint.look()
  const more = (await source.handed()) - handed
  findings.figure(`${name}: bytes that wait, at most`, most)
  findings.figure(`${name}: bytes that the peer got rid of, kernel and all`, handed - earlier)
  findings.figure(`${name}: and in ${ms} ms more`, more)
  findings.expect(most <= BUFFER_SIZE + BLOCK, `${name}: ${most} bytes wait`)
  findings.expect(more === 0 && handed - earlier < total, `${name}: the peer went on, with ${more} bytes`)
  footprint.judge(name, findings)
  let place = 0
  for (const end = 16 * BUFFER_SIZE; place < end; ) {
    const piece = (await sock.read()) as Uint8Array
    findings.expect(right(piece, place), `${name}, then somebody does: the bytes from ${place} on are wrong`)
    place += piece.length
  }
  await sock[Symbol.asyncDispose]()
}

export const run: RunPart = async ({ short, flavour }) => {
  const findings = new Findings()
  const subject = subjectNamed(flavour)
  const full = subject === subjectNamed(undefined) ? FULL : FULL * SHARE
  const total = Math.ceil((short ? SHORT : full) / BLOCK) * BLOCK
  await using source = await Source.start(total)
  const flood: Flood = { subject, source, total, findings }
  await overrun(flood)
  await blocks(flood)
  await read(flood)
  await unread(flood, short ? SHORT_HOLD_MS : HOLD_MS)
  return findings.report()
}
