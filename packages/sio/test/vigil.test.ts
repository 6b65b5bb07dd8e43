/** The thread of the sockets dies in a way that nobody is told of, or hangs, or only seems to: what a blocked call does. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { runScript } from '@sockio/conformance'
import { delay, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const device = { Q1: 'A1', SLOW: delay(3_600_000, 'late') } as const

/** Each worker that is started runs `preload` first, in a small heap. */
const prelude = `
  import threads from 'node:worker_threads'
  import { syncBuiltinESMExports } from 'node:module'
  let preload = ''
  let worker
  threads.Worker = class extends threads.Worker {
    constructor(code, options) {
      super(preload + ';' + code, { ...options, resourceLimits: { maxOldGenerationSizeMb: 24 } })
      worker = this
    }
  }
  syncBuiltinESMExports()
  const { TCP } = await import('@sockio/sio')
  const tcp = (options) => new TCP('127.0.0.1', PORT, options)
  const failure = (call) => { try { return call() } catch (error) { return error.name + ' ' + error.sent } }
`

const memory = 'let list; setTimeout(() => { for (;;) list = { list, text: String(Math.random()) } }, 200)'
/** It hears of nothing any more; a loop would, too, but would take a core from the other tests. */
const hang = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'
/** As soon as it has heard of the call, or of the socket that is to make it: the call may have been sent. */
const hangs = `
  process.getBuiltinModule('node:worker_threads').parentPort.once('message', () => setImmediate(() => ${hang}))`

/** What is in the thread, and how a call ends then; the next one works, in another thread. */
test.concurrent.each<[string, { readonly preload?: string; readonly call: string; readonly ends: string }]>([
  ['dies of memory', { preload: memory, call: 'sock.query("SLOW")', ends: 'ConnectionLostError maybe' }],
  [
    'dies of memory, and the call has a limit far away',
    { preload: memory, call: 'sock.query("SLOW", { timeout: 3_000_000 })', ends: 'ConnectionLostError maybe' },
  ],
  [
    'dies of memory while much is written',
    { preload: memory, call: 'for (;;) sock.write(Buffer.alloc(1 << 20))', ends: 'ConnectionLostError maybe' },
  ],
  [
    'dies before it begins',
    { preload: 'process.exit(3)', call: 'sock.query("Q1")', ends: 'ConnectionLostError maybe' },
  ],
  [
    'dies of memory, and the wait is for a future',
    {
      preload: memory,
      call: 'tcp({ resolveFutures: false }).query("SLOW").result()',
      ends: 'ConnectionLostError maybe',
    },
  ],
  ['dies of memory in a loop', { preload: memory, call: '[...sock]', ends: 'ConnectionLostError maybe' }],
  [
    'is ended',
    { call: '{ sock.query("Q1"); worker.terminate(); sock.query("SLOW") }', ends: 'ConnectionLostError maybe' },
  ],
  [
    'hangs, past the limit of the call',
    { preload: hangs, call: 'sock.query("SLOW", { timeout: 1000 })', ends: 'TimeoutError maybe' },
  ],
  [
    'hangs, and the call has no limit',
    { preload: hangs, call: 'sock.query("SLOW")', ends: 'ConnectionLostError maybe' },
  ],
])('a thread that %s', async (_name, { preload = '', call, ends }) => {
  await using peer = await simulate(device)
  const script = `${prelude}
    preload = ${JSON.stringify(preload)}
    const sock = tcp()
    console.log(failure(() => { ${call} }))
    if (${JSON.stringify(ends)}.startsWith('Timeout')) await worker.terminate()
    preload = ''
    console.log(sock.query('Q1'))`
  const { code, stdout, stderr } = await runScript(script, peer.port)
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: `${ends}\nA1` })
})

/** The event loop that waits for an answer hears nothing of a thread that hangs, or has not begun. */
test.concurrent.each([
  ['from its beginning', hang],
  ['later', hangs],
])('a thread that hangs %s: a call that is awaited ends when its limit is over', async (_name, code) => {
  await using peer = await simulate(device)
  const script = `${prelude}
    preload = ${JSON.stringify(code)}
    const sock = tcp({ resolveFutures: false })
    const { name, sent } = await sock.query('SLOW', { timeout: 1000 }).then(String, (error) => error)
    await worker.terminate()
    preload = ''
    console.log(name, sent, await sock.query('Q1', { timeout: 60_000 }))`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'TimeoutError maybe A1', stderr: '' })
})

/** As in a test that has faked it before it imports this. */
test.concurrent('a thread that is ended while the clock stands still: the call ends, too', async () => {
  await using peer = await simulate(device)
  const script = `
    performance.now = () => 0
    ${prelude}
    const sock = tcp()
    sock.query('Q1')
    worker.terminate()
    console.log(failure(() => sock.query('SLOW')), sock.query('Q1'))`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'ConnectionLostError maybe A1', stderr: '' })
})

test.concurrent('close() of a socket whose thread dies is no error', async () => {
  await using peer = await simulate(device)
  const script = `${prelude}
    const sock = tcp()
    sock.query('Q1')
    worker.terminate()
    console.log(failure(() => sock.close()), sock.query('Q1'))`
  expect(await runScript(script, peer.port)).toMatchObject({ code: 0, stdout: 'undefined A1' })
})

/** The process is stopped when its request has come, for longer than the limits; the reply comes meanwhile. */
test.concurrent.each(['sock.query("Q1")', 'futures.query("Q1").result(5000)'])(
  'a process that was stopped: %s',
  async (call) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const script = `
    import { TCP } from '@sockio/sio'
    const sock = new TCP('127.0.0.1', ${port}, { timeout: 5000 })
    const futures = new TCP('127.0.0.1', ${port}, { timeout: 60_000, resolveFutures: false })
    console.log(${call})
    console.log(sock.state)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    const closed = once(child, 'close')
    const [socket] = (await once(server, 'connection')) as [Socket]
    await once(socket, 'data')
    child.kill('SIGSTOP')
    socket.write('A1\n')
    await new Promise((resolve) => setTimeout(resolve, 6000)) // longer than they are
    child.kill('SIGCONT')
    await closed
    expect(stdout).toMatch(/^A1\n/)
    server.close()
  },
)

test.concurrent('a future whose value came while the program was at something else is there, however late one looks', async () => {
  await using peer = await simulate(device)
  const script = `
    import { TCP } from '@sockio/sio'
    const sock = new TCP('127.0.0.1', PORT, { resolveFutures: false })
    sock.open().result() // so that nothing but one reply is to come within the limit
    const future = sock.query('Q1', { timeout: 5000 })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5500) // longer than that is
    console.log(future.result(0))`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'A1', stderr: '' })
})

test.concurrent('globals that a test has faked stop no wait', async () => {
  await using peer = await simulate(device)
  const script = `
    import { TCP } from '@sockio/sio'
    performance.now = () => 0
    Object.assign(globalThis, { performance: { now: () => 0 }, setTimeout() {}, setImmediate() {}, queueMicrotask() {} })
    const states = []
    const sock = new TCP('127.0.0.1', PORT, { timeout: 60, onStateChange: (state) => states.push(state) })
    sock.open()
    try { sock.query('SLOW') } catch (error) { console.log(error.code) }
    const future = new TCP('127.0.0.1', PORT, { resolveFutures: false }).query('SLOW')
    try { future.result(20) } catch (error) { console.log(error.code) }
    await null
    console.log(states.join())`
  const expected = 'SOCKIO_TIMEOUT\nSOCKIO_TIMEOUT\nconnecting,initialising,ready,idle'
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: expected, stderr: '' })
})
