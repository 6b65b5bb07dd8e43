/**
 * A link that goes down and comes back every second, during a stream that reconnects. As long as both ends remember the
 * connection, TCP sends again what was lost. An instrument that forgets it whenever its link is down loses what it says
 * until the client has found out, and nothing else.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Subject } from '@sockio/conformance'
import { Findings } from '../findings.ts'
import type { RunPart } from '../part.ts'
import { subjectNamed } from '../subject-named.ts'
import { type Lab, startLab } from './lab.ts'

const HALF_MS = 500
const FULL_MS = 60_000
const SHORT_MS = 4000
const PERIOD_MS = 5
/** As soon as kernels can find out. */
const KEEP_ALIVE = { idle: 1000, interval: 1000, count: 3 }

const FORGETS = { name: 'an instrument that forgets', device: 1 }
const DEVICES = [{ name: 'an instrument that remembers', device: 0 }, FORGETS]

interface Received {
  lines: number
  connections: number
  /** Between the last line of a connection and the first of the next. */
  lostAtCuts: number
  /** Within a connection, where nothing may be. */
  lostBetween: number
  /** Lines that came twice or in the wrong order. */
  wrong: number
}

/** Reads the stream until it is told to stop; the hook starts it again on each connection. */
function follow({ host, port }: Lab, subject: Subject, { name, device }: (typeof DEVICES)[number]) {
  const received: Received = { lines: 0, connections: 0, lostAtCuts: 0, lostBetween: 0, wrong: 0 }
  let fresh = false
  const sock = subject.connect(host, port + device, {
    keepAlive: KEEP_ALIVE,
    connectionTimeout: 1000,
    reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 20, maxDelay: 200 },
    onConnectionMade: async (session) => {
      received.connections++
      fresh = true
      await session.write(`START ${name}\n`)
    },
  })
  const stream = sock.lines({ encoding: 'utf8', reconnect: true })
  const pull = async () => {
    for (let expected = 0; ; ) {
      const { value, done } = await stream.next()
      if (done === true) return
      const n = Number(value)
      received.lines++
      if (n < expected) received.wrong++
      else if (fresh) received.lostAtCuts += n - expected
      else received.lostBetween += n - expected
      fresh = false
      expected = n + 1
    }
  }
  const pulling = pull()
  const stop = async () => {
    await stream.return()
    await pulling
    await sock[Symbol.asyncDispose]()
  }
  return { received, stop }
}

/** Cuts and mends. */
async function flap({ wire, instrument }: Lab, ms: number): Promise<number> {
  const end = performance.now() + ms
  let cuts = 0
  for (; performance.now() < end; cuts++) {
    await wire.cut()
    await instrument.ask('disconnect', 'reset', FORGETS.device) // its RST is lost
    await wait(HALF_MS)
    await wire.mend()
    await wait(HALF_MS)
  }
  return cuts
}

function judge(
  name: string,
  { lines, connections, lostAtCuts, lostBetween, wrong }: Received,
  findings: Findings,
): void {
  findings.figure(`${name}: connections`, connections)
  findings.figure(`${name}: lines received`, lines)
  findings.figure(`${name}: lines lost at the cuts`, lostAtCuts)
  findings.figure(`${name}: lines lost between them`, lostBetween)
  findings.expect(lostBetween === 0, `${name}: ${lostBetween} lines were lost within a connection`)
  findings.expect(wrong === 0, `${name}: ${wrong} lines came twice or in the wrong order`)
}

export const run: RunPart = async ({ flavour, short }) => {
  const findings = new Findings()
  const subject = subjectNamed(flavour)
  const lab = await startLab({ period: PERIOD_MS }, DEVICES.length)
  const streams = DEVICES.map((which) => follow(lab, subject, which))
  const all = async (enough: (received: Received, index: number) => boolean) => {
    while (!streams.every(({ received }, index) => enough(received, index))) await wait(1)
  }
  await all(({ lines }) => lines > 0)
  findings.figure(`cuts, each of ${HALF_MS} ms`, await flap(lab, short ? SHORT_MS : FULL_MS))
  await wait(KEEP_ALIVE.idle * 2)
  const before = streams.map(({ received }) => received.lines)
  await all(({ lines }, index) => lines > (before[index] ?? 0)) // they go on
  for (const [index, { received, stop }] of streams.entries()) {
    await stop()
    judge(DEVICES[index]?.name ?? '', received, findings)
  }
  const [remembers, forgets] = streams.map(({ received }) => received)
  findings.expect(remembers?.lostAtCuts === 0, 'lines were lost although both ends remembered the connection')
  findings.expect((forgets?.connections ?? 0) > 1, 'the connection that was forgotten was never made again')
  await lab[Symbol.asyncDispose]()
  return findings.report()
}
