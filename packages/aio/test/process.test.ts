/** A process ends by itself when its sockets are done, and no rejection goes unhandled behind a caller's back. */
import { runScript } from '@sockio/conformance'
import { delay, faults, type SimulateOptions, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const device = { Q1: 'A1', SLOW: delay(60_000, 'late'), START: ['1', '2', '3'] } as const

/** Each script must print `done` and then end, with nothing on stderr. */
const scripts: Readonly<Record<string, readonly [script: string, options?: SimulateOptions]>> = {
  'nothing was ever called': ['new TCP("127.0.0.1", PORT)'],
  'after close()': ['const s = tcp(); await s.query("Q1"); await s.close()'],
  'after disposal': ['const s = tcp(); await s.query("Q1"); await s[Symbol.asyncDispose]()'],
  'after close() with a long timeout': ['const s = tcp({ timeout: 3_600_000 }); await s.query("Q1"); await s.close()'],
  'after close() of many sockets': [
    'const all = Array.from({ length: 20 }, () => tcp()); for (const s of all) await s.query("Q1"); await Promise.all(all.map((s) => s.close()))',
  ],
  'after a timeout': ['await fails(tcp().query("SLOW", { timeout: 50 }), "SOCKIO_TIMEOUT")'],
  'after a timeout of one call, with a long one of another': [
    'const s = tcp({ timeout: 3_600_000 }); await s.query("Q1"); await fails(s.query("SLOW", { timeout: 50 }), "SOCKIO_TIMEOUT")',
  ],
  'after an abort': [
    'const c = new AbortController(); const p = fails(tcp().query("SLOW", { signal: c.signal }), "SOCKIO_ABORTED"); setTimeout(() => c.abort(), 50); await p',
  ],
  'after an abort while waiting for the next attempt': [
    'const c = new AbortController(); const s = tcp({ reconnect: () => 3_600_000 }); const p = fails(s.query("Q1", { signal: c.signal }), "SOCKIO_ABORTED"); setTimeout(() => c.abort(), 50); await p',
    { faults: faults.refuse() },
  ],
  'after a failed connection': ['await fails(tcp().query("Q1"), "SOCKIO_CONNECT")', { faults: faults.refuse() }],
  'after a failed connection with retries': [
    'await fails(tcp({ reconnect: { retries: 3, minDelay: 1 }, connectionTimeout: 60_000 }).query("Q1"), "SOCKIO_CONNECT")',
    { faults: faults.refuse() },
  ],
  'after a connection that timed out': [
    'await fails(tcp({ tls: true, connectionTimeout: 50 }).open(), "SOCKIO_CONNECT_TIMEOUT")',
  ],
  'after the peer has closed': ['await fails(tcp().query("Q1"), "SOCKIO_CONNECTION_EOF")', { faults: faults.close() }],
  'after the peer has reset': ['await fails(tcp().query("Q1"), "SOCKIO_CONNECTION_LOST")', { faults: faults.reset() }],
  'after close() of a dead peer': ['const s = tcp(); await s.open(); await s.close()', { faults: faults.halfOpen() }],
  'after close() while calls wait that somebody looks at': [
    'const s = tcp(); const calls = ["SLOW", "SLOW"].map((q) => fails(s.query(q), "SOCKIO_CLOSED")); setTimeout(() => s.close(), 50); await Promise.all(calls)',
  ],
  'after a loop that was left': [
    'const s = tcp(); await s.write("START\\n"); for await (const line of s) break; await s.close()',
  ],
  'after a failed hook': ['await fails(tcp({ onConnectionMade() { throw new Error("no") } }).open(), "SOCKIO_INIT")'],
  'after a transaction that threw': [
    'const s = tcp(); await s.transaction(() => { throw new Error("no") }).catch(() => 0); await s.close()',
  ],
  'with pacing and a call given up': [
    'const s = tcp({ pacing: 3_600_000 }); await s.query("Q1"); await fails(s.query("Q1", { timeout: 50 }), "SOCKIO_TIMEOUT"); await s.close()',
  ],
  "a stream that waits does not reject behind one's back": [
    'const s = tcp(); const it = s.lines(); const p = it.next(); await s.write("START\\n"); await p; await s.close()',
  ],
}

const prelude = `
import { TCP } from '@sockio/aio'
const tcp = (options) => new TCP('127.0.0.1', PORT, options)
async function fails(call, code) {
  const error = await call.then(() => undefined, (error) => error)
  if (error?.code !== code) throw new Error('expected ' + code + ', got ' + error)
}
`

test.concurrent.each(Object.entries(scripts))('the process ends: %s', async (_name, [script, options]) => {
  await using peer = await simulate(device, options)
  const outcome = await runScript(`${prelude}\n${script}\nconsole.log('done')`, peer.port)
  expect(outcome).toEqual({ code: 0, stdout: 'done', stderr: '' })
})

test('an open socket keeps the process alive, as that of net does', async () => {
  await using peer = await simulate(device)
  const script = `${prelude}
    const s = tcp()
    await s.open()
    s.readLine().then((line) => { console.log('got ' + line); return s.close() })`
  const outcome = runScript(script, peer.port)
  await peer.connected()
  peer.send('hello')
  expect(await outcome).toEqual({ code: 0, stdout: 'got hello', stderr: '' })
})

test('a rejection that the user forgets is theirs to see', async () => {
  await using peer = await simulate(device, { faults: faults.refuse() })
  const { code, stderr } = await runScript(`${prelude}\ntcp().query('Q1')`, peer.port)
  expect(code).toBe(1)
  expect(stderr).toContain('SOCKIO_CONNECT')
})
