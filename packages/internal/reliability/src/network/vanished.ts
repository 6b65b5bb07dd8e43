/** A peer that vanishes without a word, as when a cable is pulled or the power fails. */
import type { Subject, SubjectOptions, SubjectSocket } from '@sockio/conformance'
import { ControlTimer } from '../control-timer.ts'
import { Findings } from '../findings.ts'
import type { RunPart } from '../part.ts'
import { subjectNamed } from '../subject-named.ts'
import { isTyped } from '../typed-error.ts'
import { type Lab, startLab, tune } from './lab.ts'

/** How much later than a timer of its limit something may end, in ms. */
const SLACK_MS = 2000
const TIMEOUT_MS = 400
/** The grace that close() grants. */
const CLOSE_MS = 250
/** More than all buffers on the way hold. */
const MUCH = 16 * 1024 * 1024
/** Keepalive as fast as kernels have it: found out after about two seconds. */
const KEEP_ALIVE = { idle: 1000, interval: 1000, count: 1 }
const KEEP_ALIVE_MS = 2000
/** The kernel's own patience, made short: with two retransmissions, about a second and a half. */
const RETRANSMISSIONS = 2
const RETRANSMITTED_MS = 3000
/** One more SYN, after a second; given up after three. */
const SYNS = 1
const SYN_MS = 3000

/** What is expected of the call that meets the silence. */
interface Expected {
  readonly code: string
  readonly phase: string
  readonly sent: string
  /** It ends after so many ms at the latest. */
  readonly within: number
}

interface Scenario {
  readonly name: string
  readonly options?: SubjectOptions
  /** The call is the one that connects. */
  readonly cold?: true
  /** It keeps the thread of all of them busy, for longer than the others have: it comes when they are over. */
  readonly heavy?: true
  readonly expected: Expected
  call(sock: SubjectSocket): Promise<unknown>
}

const timedOut = { code: 'SOCKIO_TIMEOUT', within: TIMEOUT_MS }
const lost = { code: 'SOCKIO_CONNECTION_LOST' }
const limited = { timeout: TIMEOUT_MS }

const scenarios: readonly Scenario[] = [
  {
    name: 'query, timeout',
    expected: { ...timedOut, phase: 'reading', sent: 'yes' },
    call: (sock) => sock.query('Q1', limited),
  },
  {
    name: 'transaction, timeout',
    expected: { ...timedOut, phase: 'reading', sent: 'yes' },
    call: (sock) => sock.transaction((session) => session.query('Q1'), limited),
  },
  {
    name: 'write more than the buffers hold, timeout',
    heavy: true,
    expected: { ...timedOut, phase: 'writing', sent: 'maybe' },
    call: (sock) => sock.write(Buffer.alloc(MUCH), limited),
  },
  {
    name: 'stream, its timeout',
    expected: { ...timedOut, phase: 'reading', sent: 'no' },
    call: (sock) => sock.lines(limited).next(),
  },
  {
    name: 'read, keepalive',
    options: { keepAlive: KEEP_ALIVE },
    expected: { ...lost, phase: 'reading', sent: 'no', within: KEEP_ALIVE_MS },
    call: (sock) => sock.readLine(),
  },
  {
    name: 'stream, keepalive',
    options: { keepAlive: KEEP_ALIVE },
    expected: { ...lost, phase: 'reading', sent: 'no', within: KEEP_ALIVE_MS },
    call: (sock) => sock.lines().next(),
  },
  {
    // Keepalive does not probe while something is not acknowledged: here the retransmissions are the limit.
    name: 'query, without any limit of ours',
    options: { keepAlive: KEEP_ALIVE },
    expected: { ...lost, phase: 'reading', sent: 'yes', within: RETRANSMITTED_MS },
    call: (sock) => sock.query('Q1'),
  },
  {
    name: 'connect, connectionTimeout',
    cold: true,
    options: { connectionTimeout: TIMEOUT_MS },
    expected: { code: 'SOCKIO_CONNECT_TIMEOUT', phase: 'connecting', sent: 'no', within: TIMEOUT_MS },
    call: (sock) => sock.query('Q1'),
  },
  {
    name: 'connect, timeout',
    cold: true,
    expected: { ...timedOut, phase: 'connecting', sent: 'no' },
    call: (sock) => sock.query('Q1', limited),
  },
  {
    name: 'connect, without any limit of ours',
    cold: true,
    expected: { code: 'SOCKIO_CONNECT', phase: 'connecting', sent: 'no', within: SYN_MS },
    call: (sock) => sock.query('Q1'),
  },
]

async function meet({ name, expected, call }: Scenario, sock: SubjectSocket, findings: Findings): Promise<number> {
  const begin = performance.now()
  const control = new ControlTimer(expected.within)
  const error = await call(sock).then(
    (value) => `the value ${JSON.stringify(value)}`,
    (error: unknown) => error,
  )
  const took = performance.now() - begin
  const late = control.stop()
  const { code, phase, sent, within } = expected
  const right = isTyped(error) && error.code === code && error.phase === phase && error.sent === sent
  const got = isTyped(error) ? `${error.code} ${error.phase} ${error.sent} (${error.message})` : String(error)
  findings.expect(right, `${name}: expected ${code} ${phase} ${sent}, got ${got}`)
  findings.expect(late <= SLACK_MS, `${name}: took ${Math.round(took)} ms, expected ${within}`)
  return took
}

/** All but the heavy ones at once, each with a socket of its own: the wire is cut for all of them. */
async function vanish(lab: Lab, subject: Subject, findings: Findings): Promise<void> {
  const { host, port, wire } = lab
  const sockets = scenarios.map(({ options }) => subject.connect(host, port, options))
  await Promise.all(scenarios.map(({ cold }, i) => (cold === true ? undefined : sockets[i]?.query('Q0'))))
  await wire.cut()
  const took = new Map<Scenario, number>()
  const meetAll = async (heavy: boolean) => {
    const met = scenarios.map(async (scenario, i) => {
      if ((scenario.heavy === true) !== heavy) return
      took.set(scenario, await meet(scenario, sockets[i] as SubjectSocket, findings))
    })
    await Promise.all(met)
  }
  await meetAll(false)
  await meetAll(true)
  for (const scenario of scenarios) {
    findings.figure(`${scenario.name}: told after`, Math.round(took.get(scenario) ?? 0), 'ms')
  }
  const mute = subject.connect(host, port)
  await wire.mend()
  await mute.query('Q0')
  await wire.cut()
  const begin = performance.now()
  const control = new ControlTimer(CLOSE_MS)
  await mute.close()
  findings.expect(control.stop() <= SLACK_MS, 'close() of a connection to nobody took too long')
  findings.figure('close(), took', Math.round(performance.now() - begin), 'ms')
  await wire.mend()
  for (const [i, { name }] of scenarios.entries()) {
    const reply = await sockets[i]?.query('Q2', { timeout: 10_000 }).catch(String)
    findings.expect(reply === 'A2', `${name}: when the wire was mended, the next call gave ${reply}`)
  }
  for (const sock of [...sockets, mute]) await sock[Symbol.asyncDispose]()
}

/** The instrument was switched off and on while the cable was out: it knows nothing of the connection. */
async function forget(lab: Lab, subject: Subject, findings: Findings): Promise<void> {
  const { host, port, wire, instrument } = lab
  const sock = subject.connect(host, port)
  await sock.query('Q1')
  await wire.cut()
  await instrument.ask('disconnect', 'reset', 0) // its RST is lost
  await wire.mend()
  const error = await sock.query('Q2', { timeout: 10_000 }).catch((error: unknown) => error)
  const told = isTyped(error) && error.code === 'SOCKIO_CONNECTION_LOST' && error.sent === 'yes'
  findings.expect(told, `a query to an instrument that forgot us: ${error}`)
  findings.expect((await sock.query('Q3', { timeout: 10_000 })) === 'A3', 'the next query does not work')
  await sock[Symbol.asyncDispose]()
}

export const run: RunPart = async ({ flavour }) => {
  const findings = new Findings()
  const subject = subjectNamed(flavour)
  const lab = await startLab()
  await tune('tcp_retries2', RETRANSMISSIONS)
  await tune('tcp_syn_retries', SYNS)
  await vanish(lab, subject, findings)
  await forget(lab, subject, findings)
  await lab[Symbol.asyncDispose]()
  findings.figure('calls that met the silence', scenarios.length + 1)
  return findings.report()
}
