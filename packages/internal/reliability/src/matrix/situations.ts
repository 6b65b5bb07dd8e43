/** The situations in which a fault may strike, each with what else is under way then. */
import type { SubjectStream } from '@sockio/conformance'
import { LONG_MS } from './limits.ts'
import type { Operation } from './operations.ts'
import { type Outcome, outcome } from './outcome.ts'
import type { Scene } from './scene.ts'

export interface Situation {
  readonly name: string
  suits(operation: Operation): boolean
  /** Gives what became of the operation, and of everything else that was under way. */
  run(scene: Scene): Promise<readonly Outcome[]>
}

const QUEUE = 1000
/** How long the instrument holds back the reply that is in flight. */
const HELD_MS = 30
const HELD = 'held'
const ENCODED = { encoding: 'utf8' } as const

const onSession = ({ on }: Operation) => on === 'session'
const anything = () => true
/** Bytes that are no lines are taken as they come, those of a stream beside them too. */
const inLines = ({ name, reads }: Operation) => reads !== 'block' && name !== 'readExactly'

/**
 * Two more lines of a stream, which must follow the one before; replies to what was written beside it don't count, and
 * noise spoils the line that it comes before.
 */
async function goOn(stream: SubjectStream, last: string, noisy: boolean): Promise<string> {
  let before = Number(last.slice(1))
  for (let more = 2; more > 0; ) {
    const { value, done } = await stream.next()
    if (done === true) return 'ended'
    const line = String(value)
    if (!/^S\d+$/.test(line)) continue
    const n = Number(line.slice(1))
    const follows = n === before + 1 || n === 0 // a second START begins anew
    if (!follows && !noisy) throw new Error(`S${before} was followed by ${line}`)
    before = n
    more--
  }
  return 'went on'
}

async function whileStreaming(scene: Scene, match: RegExp | undefined): Promise<readonly Outcome[]> {
  const sock = await scene.opened()
  const patience = new AbortController()
  const stream = sock.lines({ ...ENCODED, signal: patience.signal, ...(match && { match }) })
  const first = stream.next()
  await sock.write('START\n')
  const { value } = await first
  await scene.strike()
  const attempted = await scene.attempt(sock)
  const timer = setTimeout(() => patience.abort(), scene.limits.timeout)
  const streamed = await outcome('stream', 0, scene.limits.timeout, () =>
    goOn(stream, String(value), scene.fault.reply === 'false'),
  )
  clearTimeout(timer)
  await stream.return()
  await sock.close() // the instrument streams on
  return [attempted, streamed]
}

export const situations: readonly Situation[] = [
  {
    name: 'closed',
    suits: anything,
    async run(scene) {
      const sock = scene.socket()
      await scene.strike()
      return [await scene.attempt(sock)]
    },
  },
  {
    name: 'idle',
    suits: anything,
    async run(scene) {
      const sock = await scene.opened()
      await scene.strike()
      return [await scene.attempt(sock)]
    },
  },
  {
    name: 'in flight',
    suits: anything,
    async run(scene) {
      const sock = await scene.opened({ pipeline: 4 })
      const held = outcome('held', 0, scene.limits.timeout, () => sock.query(`L${HELD_MS} ${HELD}`, scene.limits))
      await scene.peer.received(/^L/)
      await scene.strike()
      return Promise.all([held, scene.attempt(sock)])
    },
  },
  {
    name: 'in the hook',
    suits: onSession,
    async run(scene) {
      const attempts: Outcome[] = []
      const sock = scene.socket({
        onConnectionMade: async (session) => {
          if (!scene.struck) return
          await scene.readBanner(session)
          await scene.attemptIn(session, (made) => attempts.push(made))
        },
      })
      await scene.strike()
      const opened = await outcome('trigger', 0, LONG_MS, () => sock.open({ ...scene.limits, timeout: LONG_MS }))
      return [...attempts, opened]
    },
  },
  { name: 'in a stream', suits: anything, run: (scene) => whileStreaming(scene, undefined) },
  { name: 'beside a stream', suits: inLines, run: (scene) => whileStreaming(scene, /^S/) },
  {
    name: 'in a transaction',
    suits: onSession,
    async run(scene) {
      const attempts: Outcome[] = []
      const sock = await scene.opened()
      const transaction = await outcome('transaction', 0, LONG_MS, () =>
        sock.transaction(async (session) => {
          await session.query(`Q${scene.next()}`)
          await scene.strike()
          await scene.attemptIn(session, (made) => attempts.push(made))
        }),
      )
      return [...attempts, transaction]
    },
  },
  {
    name: 'queue of 1000',
    // Of many who write and read apart, nobody can know whose reply is still to come once one has given up.
    suits: ({ on, apart }) => on === 'session' && apart !== true,
    async run(scene) {
      const sock = await scene.opened()
      const calls = Array.from({ length: QUEUE }, () => scene.attempt(sock))
      await scene.strike()
      return Promise.all(calls)
    },
  },
]
