/** A million exchanges, a thousand reconnections, many aborted calls: nothing of them is kept. Of other flavours half. */
import { getEventListeners } from 'node:events'
import type { SubjectSocket } from '@sockio/conformance'
import { Findings } from '../findings.ts'
import { flavours } from '../flavours.ts'
import { Instrument } from '../instrument/instrument.ts'
import type { RunPart } from '../part.ts'
import { subjectNamed } from '../subject-named.ts'
import { memoryInUse, slope } from './memory.ts'

const KIB = 1024
const STEPS = 10
/** Until code is compiled and caches are full: that grows, and then it ends. */
const WARM_UP = 4
const ALL_STEPS = WARM_UP + STEPS
/** What goes on in a process without anybody's doing: compiled code, caches. For all the steps together. */
const NOISE_KIB = 1024
const SIDE = 32

/** Runs `step` some times, the first ones not counted, and gives what memory grows by over all other steps, in KiB. */
async function growth(step: () => Promise<void>): Promise<number> {
  for (let i = 0; i < WARM_UP; i++) await step()
  const values = [await memoryInUse()]
  for (let i = 0; i < STEPS; i++) {
    await step()
    values.push(await memoryInUse())
  }
  return (slope(values) * STEPS) / KIB
}

/** So many exchanges, some at a time. */
async function exchange(sock: SubjectSocket, count: number, findings: Findings): Promise<void> {
  let n = 0
  const caller = async () => {
    while (n < count) {
      const own = ++n
      const reply = await sock.query(`Q${own}`)
      if (reply !== `A${own}`) findings.expect(false, `Q${own} was answered with ${reply}`)
    }
  }
  await Promise.all(Array.from({ length: SIDE }, caller))
}

/** Lost, closed, timed out: each connection ends in another way. */
async function reconnect(sock: SubjectSocket, instrument: Instrument, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await sock.query('Q1')
    if (i % 3 === 0) await sock.close()
    else if (i % 3 === 1) await instrument.ask('disconnect', i % 2 === 0 ? 'end' : 'reset', 0)
    else await sock.query('L1000 late', { timeout: 1 }).catch(() => undefined)
  }
}

/** Calls that are given up while they wait, all of them with the same signal as others that are not. */
async function give(sock: SubjectSocket, count: number, signal: AbortSignal): Promise<void> {
  const control = new AbortController()
  const waiting = Array.from({ length: count / 2 }, (_, n) =>
    sock.query(`Q${n}`, { signal: control.signal }).catch(() => undefined),
  )
  control.abort()
  await Promise.all(waiting)
  for (let n = 0; n < count / 2; n++) await sock.query(`Q${n}`, { signal })
}

export const run: RunPart = async ({ short, flavour }) => {
  const findings = new Findings()
  const subject = subjectNamed(flavour)
  const instrument = await Instrument.start()
  const [port = 0] = await instrument.ask('start', 1, '127.0.0.1', 0, {})
  // A cut may come while a query is under way, or after it: sent again, it is answered all the same.
  const sock = subject.connect('127.0.0.1', port, { pipeline: SIDE, retries: 3 })
  const { signal } = new AbortController()
  const share = subject === flavours[0] ? 1 : 0.5
  const exchanges = short ? 5_000 : 100_000 * share
  const begin = performance.now()
  const perMillion = (await growth(() => exchange(sock, exchanges, findings))) / ((exchanges * STEPS) / 1e6)
  findings.figure('exchanges', exchanges * ALL_STEPS)
  findings.figure('exchanges/s', Math.round((exchanges * ALL_STEPS) / ((performance.now() - begin) / 1000)))
  findings.figure('heap per million exchanges', perMillion, 'KiB')
  const reconnects = short ? 10 : 100 * share
  const connections = sock.connectionCounter
  const grown = await growth(() => reconnect(sock, instrument, reconnects))
  findings.figure('reconnections', sock.connectionCounter - connections)
  findings.figure('heap per thousand reconnections', grown / ((reconnects * STEPS) / 1000), 'KiB')
  const aborts = short ? 200 : 2000 * share
  const kept = await growth(() => give(sock, aborts, signal))
  findings.figure('calls with a signal', aborts * ALL_STEPS)
  findings.figure('heap that they grew by', kept, 'KiB')
  findings.figure('listeners left on the signal', getEventListeners(signal, 'abort').length)
  findings.expect(getEventListeners(signal, 'abort').length === 0, 'listeners are left on a signal')
  const total = (perMillion * exchanges * STEPS) / 1e6
  findings.expect(total < NOISE_KIB, `the heap grew by ${Math.round(total)} KiB in ${exchanges * STEPS} exchanges`)
  findings.expect(grown < NOISE_KIB, `the heap grew by ${Math.round(grown)} KiB in ${reconnects * STEPS} reconnections`)
  findings.expect(kept < NOISE_KIB, `the heap grew by ${Math.round(kept)} KiB in ${aborts * STEPS} calls with a signal`)
  await sock[Symbol.asyncDispose]()
  await instrument[Symbol.asyncDispose]()
  return findings.report()
}
