/**
 * Floods of lines of 0 and 1 bytes for streams that nobody takes from, in a small heap: what is held costs what its bytes cost,
 * whatever their number. This process runs with a heap in which an object for each line has no room, and must live.
 */
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import type { Subject, SubjectStreamOptions } from '@sockio/conformance'
import type { Overflow } from '@sockio/core'
import { Findings } from '../findings.ts'
import type { RunPart } from '../part.ts'
import { subjectNamed } from '../subject-named.ts'
import { isTyped } from '../typed-error.ts'
import { Footprint } from './footprint.ts'
import { Source } from './source.ts'

const BUFFER_SIZE = 1024 * 1024
/** Many times the buffer. */
const TOTAL = 64e6
const SHORT_TOTAL = 16e6
/** Lines that are taken at first, so that the stream runs; so many times as many in the end, to see that it still does. */
const SOME = 100
const AGAIN = 50

const OVERFLOWS: readonly Overflow[] = ['pause', 'dropOldest', 'latest', 'error']
const CONTENTS: Readonly<Record<string, string>> = { 'empty lines': '\n', 'lines of a byte': 'x\n' }
const MATCHES: Readonly<Record<string, SubjectStreamOptions>> = { all: {}, 'with match': { match: /^x?$/ } }

interface Flood {
  readonly subject: Subject
  readonly source: Source
  readonly total: number
  readonly findings: Findings
}

/** Until the peer has got rid of all, or is held up. */
async function spent({ source, total }: Flood, earlier: number, footprint: Footprint): Promise<number> {
  let handed = -1
  for (let now = await source.handed(); now > handed && now - earlier < total; now = await source.handed()) {
    handed = now
    footprint.glance()
    await wait(200)
  }
  return (await source.handed()) - earlier
}

async function hold(flood: Flood, name: string, options: SubjectStreamOptions): Promise<void> {
  const { subject, source, findings } = flood
  const sock = subject.connect('127.0.0.1', source.port, { bufferSize: BUFFER_SIZE, autoReconnect: false })
  const footprint = await Footprint.take()
  const earlier = await source.handed()
  await sock.open()
  const stream = sock.lines(options)
  const take = async (): Promise<string> => {
    for (let i = 0; i < SOME; i++) await stream.next()
    await turn() // what is there is had without one, and a small heap fills with what is no longer used
    return 'lines'
  }
  const told = (error: unknown) => (isTyped(error) ? error.code : Promise.reject(error))
  // Before it is known how the peer fares: a stream whose policy is an error may have ended by then.
  const first = await take().catch(told)
  const sent = await spent(flood, earlier, footprint)
  const overflows = options.overflow === 'error'
  const most = overflows ? (2 * BUFFER_SIZE) / SOME : AGAIN // the error stands behind what had come
  let then = first
  for (let i = 0; then === 'lines' && i < most; i++) then = await take().catch(told)
  findings.expect(then === (overflows ? 'SOCKIO_OVERFLOW' : 'lines'), `${name}: it ended with ${then}`)
  findings.figure(`${name}: bytes sent`, sent)
  footprint.judge(name, findings)
  await stream.return()
  await sock[Symbol.asyncDispose]()
}

export const run: RunPart = async ({ short, flavour }) => {
  const findings = new Findings()
  const subject = subjectNamed(flavour)
  const total = short ? SHORT_TOTAL : TOTAL
  for (const [what, line] of Object.entries(CONTENTS)) {
    await using source = await Source.start(total, line)
    for (const overflow of OVERFLOWS) {
      for (const [which, more] of Object.entries(MATCHES)) {
        await hold({ subject, source, total, findings }, `${what}, ${overflow}, ${which}`, { overflow, ...more })
      }
    }
  }
  return findings.report()
}
