/**
 * Section 2.2, law 3a: what came in time counts, however late the program looks. Each row asks, and computes until its
 * limit is long over and the instrument has answered.
 */
import assert from 'node:assert/strict'
import type { SockioError } from '@sockio/core'
import { block } from '@sockio/sim'
import { cert, key } from '../peers/certificate.ts'
import type { Peer } from '../peers/peer.ts'
import { type Context, table } from '../row.ts'
import type { SubjectOptions, SubjectSession, SubjectSocket } from '../subject.ts'
import { until } from '../until.ts'

const LIMIT_MS = 500
/** Where the sockets have a thread of their own, it judges the limit whatever the program computes: no reply is late. */
const UNHURRIED_MS = 30_000
/** A request after as much waits until the socket was read: it is not out before the program has computed. */
const STALE_MS = 50
/** A request is written at once; but not where the machine had taken the time since the socket was read last. */
const GOES_ON_MS = 3_000

type Reply = Parameters<Peer['reply']>[1]

/** What nobody looks at. */
const nobody = () => new Int32Array(new SharedArrayBuffer(4))

/** The event loop stands still for that long. */
function compute(ms: number): void {
  Atomics.wait(nobody(), 0, 0, ms)
}

function limit({ subject }: Context): number {
  return subject.ownThread === true ? UNHURRIED_MS : LIMIT_MS
}

class BusyProgram {
  readonly peer: Peer
  readonly #busyFor: number
  readonly #said = new Int32Array(new SharedArrayBuffer(4))

  /** The peer says `reply` when it has heard `request`. */
  constructor({ subject }: Context, peer: Peer, reply: Reply, request = 'A?') {
    this.peer = peer
    this.#busyFor = subject.ownThread === true ? 0 : 2 * LIMIT_MS
    peer.reply(request, reply, this.#said).catch(() => undefined)
  }

  /** Starts a call, and computes until its limit is long over and its answer is there. */
  asks<T>(call: () => Promise<T>): Promise<T> {
    const begun = performance.now()
    const result = this.holdsUp(call)
    while (this.#said[0] === 0 && performance.now() - begun < GOES_ON_MS) compute(5)
    return result
  }

  /** Starts a call that is not out yet, and computes until its limit is long over. */
  holdsUp<T>(call: () => Promise<T>): Promise<T> {
    const result = call()
    result.catch(() => undefined)
    compute(this.#busyFor)
    return result
  }
}

async function busy(
  context: Context,
  reply: Reply,
  options: SubjectOptions = {},
  request?: string,
): Promise<{ readonly sock: SubjectSocket; readonly program: BusyProgram }> {
  const device = await context.peer('silent')
  const sock = context.connect(device, options)
  await sock.open()
  return { sock, program: new BusyProgram(context, device, reply, request) }
}

/** It asks, and computes until the instrument has said so many bytes unasked; what it gives asks for a reply, and gets it. */
async function saidUnasked(
  context: Context,
  sock: SubjectSocket,
  program: BusyProgram,
  session: SubjectSession,
  bytes = 1,
): Promise<() => Promise<string>> {
  program.peer.reply('A?', 'right', nobody()).catch(() => undefined)
  const written = program.asks(() => session.write('GO\n'))
  // Where the sockets have a thread of their own, that has it when it has read it.
  if (context.subject.ownThread === true) await until('it is there', () => sock.inWaiting >= bytes)
  const reply = session.query('A?')
  return async () => {
    await written
    return reply
  }
}

export const busyProgramRows = table('2.2 a busy program', {
  'what came while the program computed counts: a reply': async (context) => {
    const { sock, program } = await busy(context, 'late', { timeout: limit(context) })
    assert.equal(await program.asks(() => sock.query('A?')), 'late')
    assert.equal(sock.connectionCounter, 1)
  },

  'what came while the program computed counts: a reply of many reads': async (context) => {
    const payload = Buffer.alloc(200_000, 'x')
    const { sock, program } = await busy(context, block(payload), { timeout: limit(context) })
    assert.deepEqual(await program.asks(() => sock.writeReadBlock('A?\n')), payload)
    assert.equal(sock.connectionCounter, 1)
  },

  'what came while the program computed counts: each of several replies': async (context) => {
    const { sock, program } = await busy(context, ['1', '2', '3'], { timeout: limit(context) })
    const replies = await program.asks(() => sock.writeReadLines('A?\n', 3))
    assert.deepEqual(replies.map(String), ['1\n', '2\n', '3\n'])
  },

  'what came while the program computed counts: the reply to a request behind another': async (context) => {
    // Both at the second: what came before it was asked for would be nobody's.
    const { sock, program } = await busy(context, ['1', '2'], { timeout: limit(context), pipeline: 2 }, 'B?')
    const replies = await program.asks(() => Promise.all([sock.query('A?'), sock.query('B?')]))
    assert.deepEqual(replies, ['1', '2'])
  },

  'what came while the program computed counts: a reply in a transaction': async (context) => {
    const { sock, program } = await busy(context, 'late')
    const ask = (session: SubjectSession) => program.asks(() => session.query('A?'))
    assert.equal(await sock.transaction(ask, { timeout: limit(context) }), 'late')
    assert.equal(sock.connectionCounter, 1)
  },

  'what came while the program computed counts: a line of a stream': async (context) => {
    const { sock, program } = await busy(context, 'late')
    const lines = sock.lines({ timeout: limit(context), encoding: 'utf8' })
    const asks = () => Promise.all([lines.next(), sock.write('A?\n')])
    assert.deepEqual((await program.asks(asks))[0], { value: 'late', done: false })
    await lines.return()
    assert.equal(sock.connectionCounter, 1)
  },

  'what came while the program computed counts: a reply in the hook, within connectionTimeout': async (context) => {
    // Until a connection was made within the limit: how fast the machine is, is no verdict.
    for (let inTime = false; !inTime; ) {
      const program = new BusyProgram(context, await context.peer('silent'), 'late')
      const said: string[] = []
      const sock = context.connect(program.peer, {
        connectionTimeout: limit(context),
        onConnectionMade: async (session) => {
          inTime = performance.now() - begun < limit(context)
          said.push(await program.asks(() => session.query('A?')))
        },
      })
      const begun = performance.now()
      const opened = await Promise.allSettled([sock.open()])
      if (inTime) assert.deepEqual([opened, said], [[{ status: 'fulfilled', value: undefined }], ['late']])
      await sock.close()
    }
  },

  'what came unasked while the program computed is no reply': async (context) => {
    const { sock, program } = await busy(context, 'T=21.5', {}, 'GO')
    const reply = await saidUnasked(context, sock, program, sock)
    assert.equal(await reply(), 'right')
    assert.equal(sock.connectionCounter, 1)
  },

  'what came unasked while the program computed is no reply: in a transaction': async (context) => {
    const { sock, program } = await busy(context, 'T=21.5', {}, 'GO')
    const ask = async (session: SubjectSession) => (await saidUnasked(context, sock, program, session))()
    assert.equal(await sock.transaction(ask), 'right')
    assert.equal(sock.connectionCounter, 1)
  },

  'what came unasked while the program computed is no reply: in pieces, over TLS': async (context) => {
    const device = await context.peer('silent', { tls: { key, cert } })
    const sock = context.connect({ host: 'localhost', port: device.port }, { tls: { ca: cert } })
    await sock.open()
    // Each has a record of its own, and the socket gives them one by one.
    device.reply('GO', 'T=21.5', nobody()).catch(() => undefined)
    const program = new BusyProgram(context, device, 'T=22.0', 'GO')
    const reply = await saidUnasked(context, sock, program, sock, 'T=21.5\nT=22.0\n'.length)
    assert.equal(await reply(), 'right')
    assert.equal(sock.connectionCounter, 1)
  },

  'a request after a while has all of its time from when it is out: alone, and behind another': async (context) => {
    const { sock, program } = await busy(context, ['1', '2'], { timeout: limit(context), pipeline: 2 }, 'B?')
    compute(STALE_MS)
    const replies = await program.holdsUp(() => Promise.all([sock.query('A?'), sock.query('B?')]))
    assert.deepEqual(replies, ['1', '2'])
  },

  'a request after a while has all of its time from when it is out: in a transaction': async (context) => {
    const { sock, program } = await busy(context, 'late')
    compute(STALE_MS)
    const ask = (session: SubjectSession) => program.holdsUp(() => session.query('A?'))
    assert.equal(await sock.transaction(ask, { timeout: limit(context) }), 'late')
    assert.equal(sock.connectionCounter, 1)
  },

  'a write whose peer has closed while the program computed is not lost in silence': async (context) => {
    const device = await context.peer('numbered')
    for (const write of [
      (session: SubjectSession) => session.command('OFF'),
      (session: SubjectSession) => session.write('OFF\n'),
    ]) {
      for (const within of [false, true]) {
        const sock = context.connect(device)
        await sock.open()
        const before = (await device.requests()).length
        device.disconnect('end').catch(() => undefined)
        compute(10 * STALE_MS)
        const done = within ? sock.transaction(write) : write(sock)
        // It was made again before, where that was known: the instrument has it. Else nobody knows.
        const error = await done.then(
          () => undefined,
          (thrown: unknown) => thrown as SockioError,
        )
        if (error !== undefined) {
          assert(['SOCKIO_CONNECTION_EOF', 'SOCKIO_CONNECTION_LOST'].includes(error.code), error.message)
          assert.equal(error.sent, 'maybe')
        }
        assert.equal(await sock.query('Q1'), 'A1')
        const heard = (await device.requests()).slice(before)
        if (error === undefined) assert.deepEqual(heard, ['OFF', 'Q1'])
        await sock.close()
      }
    }
  },

  'what came while the program computed counts: the connection itself': async (context) => {
    const sock = context.connect(await context.peer('numbered'), { connectionTimeout: limit(context) })
    const opened = sock.open()
    opened.catch(() => undefined)
    compute(2 * LIMIT_MS)
    await opened
    assert.equal(await sock.query('Q1'), 'A1')
  },
})
