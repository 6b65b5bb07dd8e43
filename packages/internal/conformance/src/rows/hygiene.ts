/** Whatever became of a call: no handle, no timer and no listener is left behind by it. */
import assert from 'node:assert/strict'
import type { State } from '@sockio/core'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Resources } from '../resources.ts'
import { type Context, type Row, table } from '../row.ts'
import type { SubjectOptions, SubjectSocket } from '../subject.ts'
import { until } from '../until.ts'

/** How calls end. Nothing is done about them but what is said here: mostly no `close()`. */
interface Ending {
  /** The peer's way; default it answers. */
  readonly peer?: Parameters<Context['peer']>
  readonly options?: SubjectOptions
  readonly run: (sock: SubjectSocket, resources: Resources, context: Context) => Promise<unknown>
}

const LONG = 3_600_000
const abort = { code: 'SOCKIO_ABORTED' } as const
const timeout = { code: 'SOCKIO_TIMEOUT' } as const

/** A query that is aborted while the socket is in `state`. */
function abortedWhile(state: State): Ending['run'] {
  return async (sock, { control }) => {
    const call = failure(sock.query('HOLD x', { signal: control.signal }), abort)
    await until(`it is ${state}`, () => sock.state === state)
    control.abort()
    await call
  }
}

/** A query that passes its limit. */
const late: Ending['run'] = (sock, { control }) =>
  failure(sock.query('HOLD x', { timeout: 50, signal: control.signal }), timeout)

const used: Ending['run'] = async (sock) => {
  await sock.query('Q1')
  await sock.close()
}

const busy: Ending['run'] = async (sock, { control }) => {
  const { signal } = control
  const calls = [
    failure(sock.query('HOLD x', { signal }), { code: 'SOCKIO_CLOSED' }),
    failure(sock.query('Q2', { signal }), { code: 'SOCKIO_CLOSED' }),
    failure(sock.lines({ match: '!', signal }).next(), { code: 'SOCKIO_CLOSED' }),
    failure(
      sock.transaction(() => undefined, { signal, timeout: LONG }),
      { code: 'SOCKIO_CLOSED' },
    ),
  ]
  await until('it is open', () => sock.connected)
  await sock.close()
  await Promise.all(calls)
}

const endings: Readonly<Record<string, Ending>> = {
  'nothing was called': { run: async () => undefined },
  'close()': { run: used },
  'close() with a long timeout, pacing and keepalive': {
    options: { timeout: LONG, pacing: LONG, connectionTimeout: LONG },
    run: used,
  },
  'close() twice at once': {
    run: (sock) => sock.query('Q1').then(() => Promise.all([sock.close(), sock.close()])),
  },
  'close() while calls wait': { options: { timeout: LONG }, run: busy },
  'close() while it connects': {
    peer: ['silent'],
    options: { tls: true },
    run: async (sock) => {
      const call = failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED' })
      await sock.close()
      await call
    },
  },
  'close() of a dead peer': {
    peer: ['numbered', { faults: faults.halfOpen() }],
    run: (sock) => sock.open().then(() => sock.close()),
  },
  'a lost race of close() and a call': {
    run: async (sock) => {
      await sock.query('Q1')
      const [, reply] = await Promise.all([sock.close(), sock.query('Q2')])
      assert.equal(reply, 'A2')
      await sock.close()
    },
  },
  'a failed connection': {
    peer: ['numbered', { faults: faults.refuse() }],
    options: { connectionTimeout: LONG },
    run: (sock, { control }) => failure(sock.query('Q1', { signal: control.signal }), { code: 'SOCKIO_CONNECT' }),
  },
  'a failed connection, with retries': {
    peer: ['numbered', { faults: faults.refuse() }],
    options: { reconnect: { retries: 3, minDelay: 1 }, timeout: LONG },
    run: (sock, { control }) => failure(sock.query('Q1', { signal: control.signal }), { code: 'SOCKIO_CONNECT' }),
  },
  'a failed hook': {
    options: { onConnectionMade: () => Promise.reject(new Error('no')), connectionTimeout: LONG },
    run: (sock, { control }) => failure(sock.open({ signal: control.signal }), { code: 'SOCKIO_INIT' }),
  },
  'a failed handshake': {
    peer: ['numbered', { faults: faults.banner('no TLS') }],
    options: { tls: true },
    run: (sock) => failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT' }),
  },
  'an attempt that timed out': {
    peer: ['silent'],
    options: { tls: true, connectionTimeout: 50 },
    run: (sock) => failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT_TIMEOUT' }),
  },
  'a timeout in flight': { run: (sock, ...more) => sock.open().then(() => late(sock, ...more)) },
  'a timeout while it connects': { peer: ['silent'], options: { tls: true }, run: late },
  'a timeout before the next attempt': {
    peer: ['numbered', { faults: faults.refuse() }],
    options: { reconnect: { retries: 1, minDelay: LONG, maxDelay: LONG, jitter: false } },
    run: late,
  },
  'a timeout of a transaction': {
    run: (sock) =>
      failure(
        sock.transaction((session) => session.query('HOLD x').catch(() => undefined), { timeout: 50 }),
        timeout,
      ),
  },
  'an abort in flight': { run: abortedWhile('ready') },
  'an abort while it connects': { peer: ['silent'], options: { tls: true }, run: abortedWhile('connecting') },
  'an abort before the next attempt': {
    peer: ['numbered', { faults: faults.refuse() }],
    options: { reconnect: { retries: 1, minDelay: LONG, maxDelay: LONG, jitter: false } },
    run: abortedWhile('waiting'),
  },
  'an abort in the queue': {
    run: async (sock, { control }) => {
      const first = failure(sock.query('HOLD x'), { code: 'SOCKIO_CLOSED' })
      const call = failure(sock.query('Q2', { signal: control.signal, timeout: LONG }), abort)
      control.abort()
      await call
      await sock.close()
      await first
    },
  },
  'an abort of many calls with one signal': {
    run: async (sock, { control }) => {
      const { signal } = control
      const calls = Array.from({ length: 50 }, (_, i) => failure(sock.query(`HOLD ${i}`, { signal }), abort))
      await until('it is open', () => sock.connected)
      control.abort()
      await Promise.all(calls)
    },
  },
  'an abort of a stream': {
    run: async (sock, { control }) => {
      const item = failure(sock.lines({ signal: control.signal, timeout: LONG }).next(), abort)
      await until('it is open', () => sock.connected)
      control.abort()
      await item
      await sock.close()
    },
  },
  'a stream that was left': {
    run: async (sock, { control }) => {
      const stream = sock.lines({ signal: control.signal, timeout: LONG })
      const item = stream.next()
      await until('it is open', () => sock.connected)
      await stream.return()
      await item
      await sock.close()
    },
  },
  'the end of the connection': {
    peer: ['numbered', { faults: faults.close() }],
    options: { timeout: LONG },
    run: (sock, { control }) =>
      failure(sock.query('Q1', { signal: control.signal }), { code: 'SOCKIO_CONNECTION_EOF' }),
  },
  'a reset of the connection': {
    peer: ['numbered', { faults: faults.reset() }],
    options: { timeout: LONG },
    run: (sock, { control }) =>
      failure(sock.query('Q1', { signal: control.signal }), { code: 'SOCKIO_CONNECTION_LOST' }),
  },
  'a reply that is no block': {
    run: (sock) => failure(sock.writeReadBlock('Q1\n'), { code: 'SOCKIO_FRAMING' }),
  },
}

export const hygieneRows: readonly Row[] = Object.entries(endings).flatMap(([name, { peer, options, run }]) =>
  table('nothing is left behind', {
    [`after ${name}`]: async (context) => {
      const device = await context.peer(...(peer ?? ['numbered']))
      const resources = new Resources()
      await run(context.connect(device, options), resources, context)
      await resources.released()
    },
  }),
)
