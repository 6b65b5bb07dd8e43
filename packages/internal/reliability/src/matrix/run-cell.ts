/** One cell: the fault strikes in the situation, the operation ends as the rule allows, and the next call works. */
import { type Peer, type Subject, startPeer } from '@sockio/conformance'
import { type Cell, timeoutOf } from './expectation.ts'
import { breaches } from './laws.ts'
import { LONG_MS } from './limits.ts'
import { type Outcome, outcome } from './outcome.ts'
import { Scene } from './scene.ts'

export interface CellReport {
  readonly outcomes: readonly Outcome[]
  /** What was wrong, each in a sentence. */
  readonly broken: readonly string[]
  /** The signal that all its calls were given. */
  readonly signal: AbortSignal
}

/** Where nothing ends within this, something hangs. */
const LIMIT_MS = 60_000
/** Lines of the stream operation; those of a stream that is under way have no end. */
const LINES = 3
/** What a situation has under way at most, but for the queue. */
const MOST_ALONE = 10
/** The situations in which the fault meets the connection that is made then. */
const AFRESH: ReadonlySet<string> = new Set(['closed', 'in the hook'])

export function nameOf({ fault, operation, situation }: Cell): string {
  return `${fault.name} / ${operation.name} / ${situation.name}`
}

/** The fault is over: the same socket answers. */
async function afterwards(scene: Scene, { situation }: Cell, outcomes: readonly Outcome[]): Promise<readonly string[]> {
  const [sock] = scene.sockets
  if (sock === undefined) return []
  await scene.mend()
  // Nobody but who wrote a request by itself can know that something is still to come, and must begin anew.
  const { fault, operation } = scene
  // Of many, the last may be given what was one too many before, and leave its own; what a write is answered with may come
  // once the next request is out.
  const { reads } = operation
  const unread = fault.reply === 'false' && (reads === 'stream' || reads === 'nothing' || outcomes.length > MOST_ALONE)
  if (unread || (operation.apart === true && outcomes.some(({ ending }) => ending === 'TIMEOUT'))) await sock.close()
  const ask = (n: number) => outcome('operation', n, LONG_MS, () => sock.query(`Q${n}`, { timeout: LONG_MS }))
  let next = await ask(scene.next())
  // A write does not wait for the cut that it has brought about, nor open() for the end that it was welcomed with, nor
  // does the first of many for that of the last.
  const cut = fault.reply === 'cut' || (fault.fresh === 'ended' && AFRESH.has(situation.name))
  const onItsWay = cut && (operation.reads === 'nothing' || outcomes.length > MOST_ALONE)
  if (onItsWay && next.ending.startsWith('CONNECTION')) next = await ask(scene.next())
  return next.value === `A${next.n}` ? [] : [`the next call ended with ${next.ending}: ${next.value ?? next.error}`]
}

async function play(cell: Cell, scene: Scene): Promise<Omit<CellReport, 'signal'>> {
  const outcomes = await cell.situation.run(scene)
  const received = await scene.peer.requests()
  const broken = [...breaches(cell, outcomes, received), ...(await afterwards(scene, cell, outcomes))]
  for (const sock of scene.sockets) await sock[Symbol.asyncDispose]()
  return { outcomes, broken }
}

async function limited<T>(run: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`hangs: not done in ${LIMIT_MS} ms`)), LIMIT_MS)
  try {
    return await Promise.race([run, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs a cell from a new instrument to its end. */
export async function runCell(cell: Cell, subject: Subject): Promise<CellReport> {
  const { signal } = new AbortController()
  const streaming = cell.situation.name.endsWith('stream')
  const peer: Peer = await startPeer({ name: 'lines', prefix: 'S', ...(streaming ? {} : { count: LINES }) })
  const scene = new Scene(subject, peer, cell.fault, cell.operation, { timeout: timeoutOf(cell), signal })
  try {
    return { ...(await limited(play(cell, scene))), signal }
  } catch (error) {
    for (const sock of scene.sockets) Promise.resolve(sock[Symbol.asyncDispose]()).catch(() => undefined)
    return { outcomes: [], broken: [String(error)], signal }
  } finally {
    await peer.close()
  }
}
