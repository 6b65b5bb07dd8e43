/** The operations, each with what it is to give when nothing goes wrong. */
import type { SubjectSession, SubjectSocket } from '@sockio/conformance'

export interface Limits {
  /** For each call of the operation, in ms. */
  readonly timeout: number
  readonly signal: AbortSignal
}

type Run<T> = (target: T, n: number, limits: Limits) => Promise<unknown>
type SessionRun = Run<SubjectSession>

interface Common {
  readonly name: string
  /** What it waits for. */
  readonly reads: 'nothing' | 'bytes' | 'block' | 'stream'
  /** The read is a call of its own, after a write. */
  readonly apart?: true
  /** What comes of it when all is well. */
  gives(n: number): unknown
}

/** Sessions have no streams, no transactions and no life of their own. */
export type Operation = Common &
  ({ readonly on: 'session'; readonly run: SessionRun } | { readonly on: 'socket'; readonly run: Run<SubjectSocket> })

const text = (n: number) => `A${n}`

function call(name: string, reads: Common['reads'], run: SessionRun, gives: Common['gives'] = text): Operation {
  return { name, on: 'session', reads, run, gives }
}

/** Writes the request by itself, and then reads. */
function readApart(
  name: string,
  request: (n: number) => string,
  read: SessionRun,
  reads: 'bytes' | 'block',
): Operation {
  const run: SessionRun = async (target, n, limits) => {
    await target.write(request(n), limits)
    return read(target, n, limits)
  }
  return { name, on: 'session', reads, apart: true, run, gives: text }
}

const ENCODED = { encoding: 'utf8' } as const
const Q = (n: number) => `Q${n}\n`

export const operations: readonly Operation[] = [
  call('query', 'bytes', (target, n, limits) => target.query(`Q${n}`, limits)),
  call(
    'write',
    'nothing',
    (target, n, limits) => target.write(`N${n}\n`, limits),
    () => undefined,
  ),
  call('writeReadLines', 'bytes', async (target, n, limits) =>
    (await target.writeLinesReadLines([Q(n)], 1, { ...limits, ...ENCODED })).join(),
  ),
  call('writeReadBlock', 'block', (target, n, limits) => target.writeReadBlock(`B${n}\n`, { ...limits, ...ENCODED })),
  readApart('readLine', Q, (target, _n, limits) => target.readLine({ ...limits, ...ENCODED }), 'bytes'),
  readApart(
    'readExactly',
    Q,
    async (target, n, limits) => {
      const bytes = await target.readExactly(text(n).length + 1, { ...limits, ...ENCODED })
      return String(bytes).trimEnd()
    },
    'bytes',
  ),
  readApart(
    'readBlock',
    (n) => `B${n}\n`,
    (target, _n, limits) => target.readBlock({ ...limits, ...ENCODED }),
    'block',
  ),
  {
    name: 'stream',
    on: 'socket',
    reads: 'stream',
    apart: true,
    async run(target, _n, limits) {
      await target.write('START\n', limits)
      const lines = target.lines({ ...limits, ...ENCODED })
      const items: unknown[] = []
      try {
        while (items.length < 3) {
          const { value, done } = await lines.next()
          if (done === true) return 'ended'
          items.push(value)
        }
      } finally {
        await lines.return()
      }
      return items.join()
    },
    gives: () => 'S0,S1,S2',
  },
  {
    name: 'transaction',
    on: 'socket',
    reads: 'bytes',
    run: (target, n, limits) => target.transaction((session) => session.query(`Q${n}`), limits),
    gives: text,
  },
  {
    name: 'open',
    on: 'socket',
    reads: 'nothing',
    run: (target, _n, limits) => target.open(limits),
    gives: () => undefined,
  },
  { name: 'close', on: 'socket', reads: 'nothing', run: (target) => target.close(), gives: () => undefined },
]
