/** The discipline of callbacks: once, never within the call, and what they throw is an ordinary uncaught exception. */
import { getEventListeners } from 'node:events'
import { runScript, until } from '@sockio/conformance'
import { delay, simulate } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import { AbortError, ClosedError, InitError, type Session, TCP, TimeoutError } from '../src/index.ts'
import type { Work } from '../src/socket.ts'
import { failure, outcome, value } from './rig.ts'

/** Q… is answered by A…, with `SLOW` not before long; W… by nothing. */
const device = { Q1: 'A1', Q2: 'A2', SLOW: delay(60_000, 'late'), BOTH: ['1', '2'] } as const
type Start = (sock: TCP, callback: (...args: unknown[]) => void) => void

async function connected(options = {}) {
  const peer = await simulate(device)
  const sock = new TCP(peer.host, peer.port, options)
  await value((callback) => sock.open(callback))
  return {
    peer,
    sock,
    async [Symbol.asyncDispose]() {
      await sock[Symbol.asyncDispose]()
      await peer.close()
    },
  }
}

const aborted = { signal: AbortSignal.abort() }

/** Calls of an open socket, and what their callback gets. */
const calls: Readonly<Record<string, readonly [start: Start, gets: readonly unknown[]]>> = {
  'a reply': [(sock, callback) => sock.query('Q1', callback), [null, 'A1']],
  'a reply, with options': [(sock, callback) => sock.query('Q1', { timeout: 60_000 }, callback), [null, 'A1']],
  'a reply, without a count': [(sock, callback) => sock.writeRead('Q1\n', callback), [null, Buffer.from('A1\n')]],
  'a reply, with a count': [(sock, callback) => sock.writeRead('Q1\n', 2, callback), [null, Buffer.from('A1')]],
  'several replies': [
    (sock, callback) => sock.writeLinesReadLines(['Q1\n', 'Q2\n'], undefined, { encoding: 'utf8' }, callback),
    [null, ['A1', 'A2']],
  ],
  'a write, which is over at once': [(sock, callback) => sock.write('W1\n', callback), [null, undefined]],
  'nothing that was asked for': [(sock, callback) => sock.read(0, callback), [null, Buffer.alloc(0)]],
  'no lines to write': [(sock, callback) => sock.writeLinesReadLines([], callback), [null, []]],
  'a timeout': [(sock, callback) => sock.query('SLOW', { timeout: 20 }, callback), [expect.any(TimeoutError)]],
  'a signal that was aborted': [(sock, callback) => sock.query('Q1', aborted, callback), [expect.any(AbortError)]],
  'a state that is wrong': [
    (sock, callback) => sock.open(callback),
    [expect.objectContaining({ code: 'SOCKIO_ALREADY_OPEN' })],
  ],
  'close()': [(sock, callback) => sock.close(callback), [null, undefined]],
  'destroy()': [(sock, callback) => sock.destroy(callback), [null, undefined]],
  'a transaction that returns': [(sock, callback) => sock.transaction(() => 5, callback), [null, 5]],
  'a transaction that calls done': [
    (sock, callback) => sock.transaction((session, done) => session.query('Q1', done), callback),
    [null, 'A1'],
  ],
  'a transaction that throws': [
    (sock, callback) =>
      sock.transaction(() => {
        throw new Error('mine')
      }, callback),
    [new Error('mine')],
  ],
  'a transaction that throws nothing': [
    (sock, callback) => sock.transaction(() => Promise.reject(undefined), callback),
    [new Error('the transaction failed with undefined')],
  ],
  'a transaction that is refused': [
    (sock, callback) => sock.transaction(() => 5, aborted, callback),
    [expect.any(AbortError)],
  ],
}

describe('a callback is called once, and not within its call:', () => {
  test.each(Object.entries(calls))('%s', async (_name, [start, gets]) => {
    await using it = await connected()
    expect(await outcome((callback) => start(it.sock, callback))).toEqual({ calls: [gets], within: false })
  })

  test.each(Object.entries(calls))('%s, called in a callback', async (_name, [start, gets]) => {
    await using it = await connected()
    const inner = Promise.withResolvers<unknown>()
    it.sock.query('Q1', () => inner.resolve(outcome((callback) => start(it.sock, callback))))
    expect(await inner.promise).toEqual({ calls: [gets], within: false })
  })

  test('a line that is there already', async () => {
    await using it = await connected()
    it.peer.send('hello')
    await until('it is there', () => it.sock.inWaiting === 6)
    const seen = await outcome((callback) => it.sock.readLine({ encoding: 'utf8' }, callback))
    expect(seen).toEqual({ calls: [[null, 'hello']], within: false })
  })

  test('everything, once the socket is destroyed', async () => {
    const sock = new TCP('127.0.0.1', 1)
    expect(await outcome((callback) => sock.destroy(callback))).toMatchObject({ within: false })
    for (const start of [
      (callback: (...args: unknown[]) => void) => sock.query('Q1', callback),
      (callback: (...args: unknown[]) => void) => sock.open(callback),
      (callback: (...args: unknown[]) => void) => sock.transaction(() => 1, callback),
    ]) {
      expect(await outcome(start)).toEqual({ calls: [[expect.any(ClosedError)]], within: false })
    }
  })
})

test('close() and abort() call nobody back before they have returned', async () => {
  await using it = await connected()
  const control = new AbortController()
  for (const end of [() => control.abort(), () => it.sock.close()]) {
    let called = false
    const ended = failure((callback) =>
      it.sock.query('SLOW', { signal: control.signal.aborted ? undefined : control.signal } as object, (error) => {
        called = true
        callback(error)
      }),
    )
    await it.peer.received('SLOW')
    end()
    expect(called).toBe(false)
    await ended
  }
  expect(getEventListeners(control.signal, 'abort')).toEqual([])
})

test('the session of a transaction is over when it has called done, and in its callback', async () => {
  await using it = await connected()
  const errors: unknown[] = []
  const asked = (session: Session, told: () => void) =>
    session.query('Q1', (error) => {
      errors.push(error)
      told()
    })
  const ends: readonly Work<Session>[] = [
    (session) => session,
    (session, done) => done(null, session),
    (session, done) => {
      session.query('Q2', () => done(null, session))
    },
    (session) => {
      throw session
    },
  ]
  for (const end of ends) {
    await new Promise<void>((told) =>
      it.sock.transaction(end, (error, session) => asked((session ?? error) as Session, told)),
    )
  }
  await new Promise<void>((told) => {
    it.sock.transaction((session, done) => {
      done()
      asked(session, told)
    })
  })
  expect(errors).toEqual(Array(5).fill(expect.any(ClosedError)))
  expect(it.peer.requests).toEqual(['Q2'])
})

test('the function of a transaction is not run within the call either', async () => {
  await using it = await connected()
  let run = false
  const result = value((callback) => it.sock.transaction(() => (run = true), callback))
  expect(run).toBe(false)
  expect(await result).toBe(true)
})

test('callbacks come in the order in which their calls end', async () => {
  await using it = await connected()
  const log: string[] = []
  it.sock.write('W1\n', () => log.push('written'))
  it.sock.read(0, () => log.push('nothing'))
  it.sock.query('Q1', () => log.push('A1'))
  it.sock.query('Q2', () => log.push('A2'))
  it.sock.query('SLOW', () => log.push('closed'))
  await it.peer.received('SLOW')
  await value((callback) => it.sock.close(() => callback(null, log.push('close'))))
  expect(log).toEqual(['written', 'nothing', 'A1', 'A2', 'closed', 'close'])
})

test('bad arguments are thrown at once, and call nobody back', () => {
  const sock = new TCP('127.0.0.1', 1)
  const never = () => expect.unreachable()
  expect(() => sock.query(5 as never, never)).toThrow(TypeError)
  expect(() => sock.query('Q', { timeout: -1 }, never)).toThrow(RangeError)
  expect(() => sock.readExactly(-1, never)).toThrow(/^n: /)
  expect(() => sock.transaction(5 as never, never)).toThrow(/^fn: /)
  expect(() => sock.lines({ eol: '' })).toThrow(/^eol: /)
  expect(() => sock.blocks(0)).toThrow(/^size: /)
  for (const wrong of [
    () => sock.query('Q', {}, 5 as never),
    () => sock.query('Q', never as never, {} as never),
    () => sock.read(5, never as never, {} as never),
    () => sock.close('now' as never),
    () => sock.open({}, null as never),
  ]) {
    expect(wrong).toThrow(/^callback: expected a function, as the last argument, got /)
  }
  expect(sock.state).toBe('idle')
})

describe('an error without a callback', () => {
  test('is told to the listeners of error', async () => {
    await using it = await connected()
    const errors: Error[] = []
    it.sock.on('error', (error) => errors.push(error))
    it.sock.query('SLOW', { timeout: 20 })
    it.sock.transaction((session) => session.query('Q1', aborted))
    it.sock.transaction(() => {
      throw new Error('mine')
    })
    it.sock.open()
    expect(errors).toEqual([])
    await until('all are told', () => errors.length === 4)
    expect(errors.map(({ name }) => name).sort()).toEqual(['AbortError', 'AlreadyOpenError', 'Error', 'TimeoutError'])
  })

  test('is a process warning when nobody listens', async () => {
    await using it = await connected()
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    it.sock.query('SLOW', { timeout: 20 })
    expect(await warned).toBeInstanceOf(TimeoutError)
  })

  test('is no error when the call succeeds', async () => {
    await using it = await connected()
    it.sock.on('error', () => expect.unreachable())
    it.sock.query('Q1')
    it.sock.write('W1\n')
    expect(await value((callback) => it.sock.query('Q2', callback))).toBe('A2')
  })
})

describe('a hook', () => {
  const hooks: Readonly<Record<string, (session: Session, done: (error?: unknown) => void) => unknown>> = {
    'calls done': (session, done) => session.query('Q1', done),
    'calls done twice': (session, done) =>
      session.query('Q1', (error) => {
        done(error)
        done(new Error('too late'))
      }),
    'is async, with done': async (session, done) => session.query('Q1', done),
  }

  test.each(Object.entries(hooks))('%s', async (_name, onConnectionMade) => {
    await using it = await connected({ onConnectionMade })
    expect(it.peer.requests).toEqual(['Q1'])
    expect(it.sock.state).toBe('ready')
  })

  test('with one parameter returns a promise, or nothing', async () => {
    for (const onConnectionMade of [
      (session: Session) => value((callback) => session.query('Q1', callback)),
      (session: Session) => session.query('Q1'),
    ]) {
      await using it = await connected({ onConnectionMade })
      expect(it.peer.requests).toEqual(['Q1'])
    }
  })

  test.each([
    ['says so', (_session: Session, done: (error?: unknown) => void) => done(new Error('mine'))],
    [
      'throws',
      (_session: Session, _done: unknown) => {
        throw new Error('mine')
      },
    ],
    ['rejects', (_session: Session, _done: unknown) => Promise.reject(new Error('mine'))],
  ])('that fails fails the connection: it %s', async (_name, onConnectionMade) => {
    await using peer = await simulate(device)
    await using sock = new TCP(peer.host, peer.port, { onConnectionMade })
    const error = await failure((callback) => sock.query('Q1', callback))
    expect(error).toBeInstanceOf(InitError)
    expect(error).toHaveProperty('cause', new Error('mine'))
  })
})

test('new may be left out, and classes may extend it', async () => {
  await using peer = await simulate(device)
  await using sock = TCP(peer.host, peer.port)
  expect(sock).toBeInstanceOf(TCP)
  expect(await value((callback) => sock.query('Q1', callback))).toBe('A1')
  class Scope extends TCP {
    readonly model: string
    constructor(host: string, port: number, model: string) {
      super(host, port)
      this.model = model
    }
    identify(callback: (error: unknown, name: string) => void) {
      this.query('Q2', callback)
    }
  }
  await using scope = new Scope(peer.host, peer.port, 'X')
  expect(scope).toBeInstanceOf(TCP)
  expect(await value((callback) => scope.identify(callback))).toBe('A2')
  const old = Object.create(TCP.prototype)
  expect(() => Reflect.apply(TCP, old, ['127.0.0.1', 1])).toThrow('class ... extends TCP')
})

/** Scripts that throw, and what they print: who saw it, and what still works. Each is to end with `done`. */
const throwers: Readonly<Record<string, readonly [script: string, stdout: readonly string[]]>> = {
  'in the callback of a reply': [`sock.query('Q1', boom('one')); sock.query('Q2', print)`, ['caught one', 'A2']],
  'in one of two callbacks of the same turn': [
    `sock.readLine(boom('one')); sock.readLine({ encoding: 'utf8' }, print); sock.write('BOTH\\n')`,
    ['2', 'caught one'],
  ],
  'in a callback that comes at once': [`sock.read(0, boom('one')); sock.query('Q1', print)`, ['caught one', 'A1']],
  'in the callback of an error': [
    `sock.query('SLOW', { timeout: 20 }, boom('one')); sock.query('Q2', print)`,
    ['caught one', 'A2'],
  ],
  'in the callback of close()': [`sock.open(function () { sock.close(boom('one')) })`, ['caught one']],
  'in a listener of connect': [`sock.on('connect', boom('one')); sock.query('Q1', print)`, ['caught one', 'A1']],
  'in a listener of line, at each': [
    `sock.on('line', function (line) { if (line === '2') setImmediate(next); boom(line)() }); sock.write('BOTH\\n'); function next() { sock.removeAllListeners('line'); sock.query('Q1', print) }`,
    ['caught 1', 'caught 2', 'A1'],
  ],
  'in a listener of data': [
    `sock.lines().on('data', boom('one')); sock.write('BOTH\\n')`,
    ['caught one', 'caught one'],
  ],
  'in a listener of error': [
    `sock.on('error', boom('one')); sock.query('SLOW', { timeout: 20 }); sock.query('Q2', print)`,
    ['caught one', 'A2'],
  ],
  'in a callback within a transaction': [
    `sock.transaction(function (session, end) { session.query('Q1', boom('one')); session.query('Q2', end) }, print)`,
    ['caught one', 'A2'],
  ],
  'in the callback of a transaction': [
    `sock.transaction(function () { return 5 }, boom('one')); sock.query('Q2', print)`,
    ['caught one', 'A2'],
  ],
  'in the function of a transaction, after done': [
    `sock.transaction(function (session, end) { end(null, 5); boom('one')() }, print); sock.query('Q2', print)`,
    ['5', 'caught one', 'A2'],
  ],
  'in an async function of a transaction, after done': [
    `sock.transaction(async function (session, end) { end(null, 5); boom('one')() }, print); sock.query('Q2', print)`,
    ['5', 'caught one', 'A2'],
  ],
}

const prelude = `
var TCP = require('@sockio/legacy').TCP
var sock = new TCP('127.0.0.1', PORT)
var boom = function (message) { return function () { throw new Error(message) } }
var print = function (err, reply) { say(err ? err.message : reply) }
function say(text) {
  console.log(text)
  if (--left === 0) sock.destroy(function () { console.log('done') })
}
`
const caught = (lines: number) => `var left = ${lines}
process.on('uncaughtException', function (err) { say('caught ' + err.message) })
`

describe('what a callback throws is an uncaught exception, and harms nobody:', () => {
  test.concurrent.each(Object.entries(throwers))('%s', async (_name, [script, stdout]) => {
    await using peer = await simulate(device)
    const printed = await runScript(prelude + caught(stdout.length) + script, peer.port, 'commonjs')
    expect(printed).toEqual({ code: 0, stdout: [...stdout, 'done'].join('\n'), stderr: '' })
  })

  test('which ends a process that does not handle it', async () => {
    await using peer = await simulate(device)
    const { code, stderr } = await runScript(`${prelude}sock.query('Q1', boom('mine'))`, peer.port, 'commonjs')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: mine\n +at .*eval/m)
  })
})
