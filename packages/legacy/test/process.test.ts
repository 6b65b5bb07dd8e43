/** A process ends by itself when its sockets are done, and nothing goes unhandled behind a caller's back. */
import { runScript } from '@sockio/conformance'
import { delay, faults, type SimulateOptions, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const device = { Q1: 'A1', SLOW: delay(60_000, 'late'), START: ['1', '2', '3'] } as const

/** Each script must print `done` and then end, with nothing on stderr. */
const scripts: Readonly<Record<string, readonly [script: string, options?: SimulateOptions]>> = {
  'nothing was ever called': ['tcp(); done()'],
  'nothing but listeners': ["tcp().on('line', done).on('error', done).on('close', done); done()"],
  'after close()': ["var s = tcp(); s.query('Q1', function () { s.close(done) })"],
  'after destroy()': ["var s = tcp(); s.query('Q1', function () { s.destroy(done) })"],
  'after close() with a long timeout': [
    "var s = tcp({ timeout: 3600000 }); s.query('Q1', function () { s.close(done) })",
  ],
  'after close() without a callback': ["var s = tcp(); s.on('close', done); s.query('Q1', function () { s.close() })"],
  'after close() while calls wait': [
    "var s = tcp(); s.query('SLOW', failed('SOCKIO_CLOSED', done)); s.on('connect', function () { s.close() })",
  ],
  'after a timeout': ["tcp().query('SLOW', { timeout: 50 }, failed('SOCKIO_TIMEOUT', done))"],
  'after a timeout that nobody is told of but an event': [
    "tcp().on('error', failed('SOCKIO_TIMEOUT', done)).query('SLOW', { timeout: 50 })",
  ],
  'after an abort': [
    "var c = new AbortController(); tcp().on('connect', function () { c.abort() }).query('SLOW', { signal: c.signal }, failed('SOCKIO_ABORTED', done))",
  ],
  'after an abort while waiting for the next attempt': [
    "var c = new AbortController(); tcp({ reconnect: function () { return 3600000 } }).on('reconnecting', function () { c.abort() }).query('Q1', { signal: c.signal }, failed('SOCKIO_ABORTED', done))",
    { faults: faults.refuse() },
  ],
  'after a failed connection': ["tcp().query('Q1', failed('SOCKIO_CONNECT', done))", { faults: faults.refuse() }],
  'after the peer has closed': ["tcp().query('Q1', failed('SOCKIO_CONNECTION_EOF', done))", { faults: faults.close() }],
  'after the peer has reset': ["tcp().query('Q1', failed('SOCKIO_CONNECTION_LOST', done))", { faults: faults.reset() }],
  'after the peer has reset an idle connection': [
    "var s = tcp(); s.on('close', done); s.write('RESET\\n')",
    { faults: faults.reset({ match: 'RESET' }) },
  ],
  'after a failed hook': [
    "tcp({ onConnectionMade: function (session, end) { end(new Error('no')) } }).open(failed('SOCKIO_INIT', done))",
  ],
  'after a listener of line that closes': [
    "var s = tcp(); s.on('line', function (line) { if (line === '3') s.close(done) }); s.write('START\\n')",
  ],
  'after a stream that rests': [
    "var s = tcp(); var l = s.lines(); l.on('data', function () { l.pause(); s.close(done) }); s.write('START\\n')",
  ],
  'after a transaction that failed': [
    "var s = tcp(); s.transaction(function (session, end) { end(new Error('no')) }, function () { s.close(done) })",
  ],
}

const prelude = `
var TCP = require('@sockio/legacy').TCP
function tcp(options) { return new TCP('127.0.0.1', PORT, options) }
function done() { console.log('done') }
function failed(code, then) {
  return function (err) {
    if (!err || err.code !== code) throw new Error('expected ' + code + ', got ' + err)
    then()
  }
}
`

test.concurrent.each(Object.entries(scripts))('the process ends: %s', async (_name, [script, options]) => {
  await using peer = await simulate(device, options)
  const outcome = await runScript(prelude + script, peer.port, 'commonjs')
  expect(outcome).toEqual({ code: 0, stdout: 'done', stderr: '' })
})

test('an open socket keeps the process alive, as that of net does', async () => {
  await using peer = await simulate(device)
  const script = `${prelude} var s = tcp()
    s.on('line', function (line) { console.log('got ' + line); s.close() })
    s.open()`
  const outcome = runScript(script, peer.port, 'commonjs')
  await peer.connected()
  peer.send('hello')
  expect(await outcome).toEqual({ code: 0, stdout: 'got hello', stderr: '' })
})

test('a call without a callback that fails is a warning, and ends no process', async () => {
  await using peer = await simulate(device, { faults: faults.refuse() })
  const { code, stderr } = await runScript(`${prelude} tcp().query('Q1')`, peer.port, 'commonjs')
  expect(code).toBe(0)
  expect(stderr).toMatch(/^\(node:\d+\) \[SOCKIO_CONNECT\] ConnectError: /)
})
