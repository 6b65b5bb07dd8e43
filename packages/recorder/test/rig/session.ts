/** Random sessions over real sockets, with an instrument that misbehaves: recorded, played again, and replayed as a device. */
import { TCP } from '@sockio/aio'
import { block, type DeviceFunction, type Fault, faults, raw, simulate } from '@sockio/sim'
import fc from 'fast-check'
import { readRecording, recorder, replay } from '../../src/index.ts'
import { replayed } from './engine.ts'
import type { Folder } from './folder.ts'

/** Nothing takes so long: only what is never answered has a limit that it meets. */
const timeout = 60_000
const SHORT = 10

/** Asked over a connection that is there: else the limit may pass before the request is sent, or not. */
async function inTime(sock: TCP, request: string): Promise<string> {
  if (!sock.connected) await sock.open()
  return sock.query(request, { timeout: SHORT })
}

type Op = readonly [what: keyof typeof ops, n: number]

const ops = {
  ask: (sock: TCP, n: number) => sock.query(`Q${n}?`),
  two: (sock: TCP, n: number) => sock.writeLinesReadLines([`Q${n}?\n`, `R${n}?\n`]),
  bytes: (sock: TCP, n: number) => sock.writeReadBlock(`BLOCK${n}?\n`),
  command: (sock: TCP, n: number) => sock.command(`SET ${n}`),
  mute: (sock: TCP) => inTime(sock, 'MUTE?'),
  half: (sock: TCP, n: number) => inTime(sock, `HALF${n}?`),
  cut: (sock: TCP, n: number) => sock.query(`CUT${n}?`),
  text: (sock: TCP) => sock.writeReadBlock('Q1?\n'),
  aborted: (sock: TCP) => sock.query('Q1?', { signal: AbortSignal.abort() }),
  together: (sock: TCP, n: number) => Promise.all([sock.query(`Q${n}?`), sock.query('Q9?')]),
  async stream(sock: TCP, n: number) {
    const lines: string[] = []
    for await (const line of sock.lines({ start: `GO${n}`, encoding: 'utf8' })) {
      lines.push(line)
      if (lines.length === n + 1) break
    }
    return lines
  },
  transaction: (sock: TCP, n: number) =>
    sock.transaction(async (session) => [await session.query(`Q${n}?`), await session.query('Q0?')]),
  close: (sock: TCP) => sock.close(),
} satisfies Record<string, (sock: TCP, n: number) => unknown>

const instrument: DeviceFunction = (request, session) => {
  const [, what = '', digits = ''] = /^([A-Z]+)(\d*)/.exec(request) ?? []
  const n = Number(digits)
  if (what === 'BLOCK') return block(Uint8Array.from({ length: 40 * n }, (_, i) => i * 7))
  if (what === 'GO') return Array.from({ length: n + 3 }, (_, i) => `line ${i}`)
  if (what === 'HALF') return raw(Buffer.from('12.3'))
  if (what === 'Q' || what === 'R') return `${request}=${n}"\\é`
  if (what !== 'CUT') return undefined
  session.send(raw(Buffer.from('12.3'.slice(0, n % 4))))
  session.close()
  return undefined
}

const always: readonly (readonly Fault[])[] = [
  [],
  [],
  [],
  [faults.split()],
  [faults.echo()],
  [faults.twice()],
  [faults.banner('hello')],
]

export interface Program {
  readonly ops: readonly Op[]
  readonly faults: readonly Fault[]
  readonly pipeline: number
  readonly resync: 'reconnect' | 'discard'
}

/**
 * Only what is never answered has a limit that it meets: an echo is an answer, which may come in time or not; and where the
 * connection stays, what is never answered holds up all that is behind it.
 */
function isTimed({ ops, faults, resync }: Program): boolean {
  const limited = ops.some(([what]) => what === 'mute' || what === 'half')
  return !limited || (resync === 'reconnect' && !echoes(faults))
}

/** Where an echo is the reply of what hangs up, the next request goes out before that, or behind it: both are right. */
function isOrdered({ ops, faults }: Program): boolean {
  return !echoes(faults) || ops.every(([what]) => what !== 'cut')
}

const echoes = (faults: readonly Fault[]) => faults.some(({ kind }) => kind === 'echo')

const anything: fc.Arbitrary<Program> = fc.record({
  ops: fc.array(fc.tuple(fc.constantFrom(...(Object.keys(ops) as (keyof typeof ops)[])), fc.nat(8)), {
    minLength: 1,
    maxLength: 10,
  }),
  faults: fc.constantFrom(...always),
  pipeline: fc.constantFrom(1, 4),
  resync: fc.constantFrom('reconnect' as const, 'reconnect' as const, 'discard' as const),
})

export const program = anything.filter((program) => isTimed(program) && isOrdered(program))

/** What an op came to: its value, or its error. How a connection broke is for the kernels to say. */
async function outcome(sock: TCP, [what, n]: Op): Promise<unknown> {
  try {
    const value = await ops[what](sock, n)
    return value instanceof Uint8Array ? value.toString('base64') : value
  } catch (error) {
    const { code } = error as { code: string }
    return code === 'SOCKIO_CONNECTION_LOST' ? 'SOCKIO_CONNECTION_EOF' : code
  }
}

async function run(
  { ops, faults, pipeline, resync }: Program,
  device: { host: string; port: number },
  record = {},
): Promise<unknown[]> {
  // A greeting that comes behind the first request can't be told from its reply: on a busy machine some do.
  const greeted = faults.some(({ kind }) => kind === 'banner')
  const hook = greeted && { onConnectionMade: (session: { readLine(): Promise<unknown> }) => session.readLine() }
  const sock = new TCP(device.host, device.port, { timeout, pipeline, resync, quiet: 'reconnect', ...hook, ...record })
  const outcomes: unknown[] = []
  for (const op of ops) outcomes.push(await outcome(sock, op))
  await sock.close()
  return outcomes
}

/** Records it, and gives what it came to, then and when its recording is the instrument. */
export async function twice(
  program: Program,
  folder: Folder,
  name: string,
): Promise<{ first: unknown[]; second: unknown[]; turns: number }> {
  const file = folder.path(name)
  const first = await (async () => {
    await using device = await simulate(instrument, { faults: program.faults })
    return await run(program, device, recorder(file))
  })()
  const turns = replayed(folder.text(name))
  await using device = await simulate(replay(readRecording(file)))
  const second = await run(program, device)
  if (device.errors.length > 0) throw device.errors[0]
  return { first, second, turns }
}
