/** A script that ends, ends: nothing of this package keeps its process alive but a future that somebody awaits. */
import { fileURLToPath } from 'node:url'
import { runFile, runScript } from '@sockio/conformance'
import { delay, faults, type SimulateOptions, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const device = { Q1: 'A1', SLOW: delay(60_000, 'late'), LATER: delay(300, 'A2'), START: ['1', '2', '3'] } as const

/** Each script must print `done` and then end by itself, with nothing on stderr. */
const scripts: Readonly<Record<string, readonly [script: string, options?: SimulateOptions]>> = {
  'nothing was ever called': ['tcp()'],
  'with an open connection': ['tcp().query("Q1")'],
  'after close()': ['const s = tcp(); s.query("Q1"); s.close()'],
  'after disposal': ['{ const s = tcp(); s.query("Q1"); s[Symbol.dispose]() }'],
  'with many open connections': ['for (let i = 0; i < 20; i++) tcp().query("Q1")'],
  'after a timeout': ['fails(() => tcp().query("SLOW", { timeout: 50 }), "SOCKIO_TIMEOUT")'],
  'after a failed connection': ['fails(() => tcp().query("Q1"), "SOCKIO_CONNECT")', { faults: faults.refuse() }],
  'with a stream that reconnects': ['const s = tcp(); s.write("START\\n"); s.lines({ reconnect: true }).next()'],
  'in the middle of a loop that was left': ['const s = tcp(); s.write("START\\n"); for (const line of s) break'],
  'with listeners': ['tcp({ onStateChange() {}, onConnectionLost() {}, onWire() {} }).query("Q1")'],
  'with a future that nobody waits for': ['tcp({ resolveFutures: false }).query("SLOW")'],
  'with a future that has failed, and that nobody looks at': [
    'const f = tcp({ resolveFutures: false }).query("Q1"); while (!f.done) tcp.wait(5)',
    { faults: faults.refuse() },
  ],
  'after futures that were awaited': [
    'const s = tcp({ resolveFutures: false }); await s.query("Q1"); await s.query("LATER")',
  ],
  'with a signal that nobody aborts': ['tcp().query("Q1", { signal: new AbortController().signal })'],
}

const prelude = `
import { TCP } from '@sockio/sio'
const tcp = (options) => new TCP('127.0.0.1', PORT, options)
tcp.wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
function fails(call, code) {
  try { call() } catch (error) { if (error.code === code) return; throw error }
  throw new Error('expected ' + code)
}
`

test.concurrent.each(Object.entries(scripts))('the process ends: %s', async (_name, [script, options]) => {
  await using peer = await simulate(device, options)
  const outcome = await runScript(`${prelude}\n${script}\nconsole.log('done')`, peer.port)
  expect(outcome).toEqual({ code: 0, stdout: 'done', stderr: '' })
})

test.concurrent('a call without a limit that blocks for long says so while it blocks', async () => {
  await using peer = await simulate(device)
  const listener = "process.on('warning', ({ code }) => { console.log(code); process.exit(3) })"
  const { code, stdout, stderr } = await runScript(`${prelude}\n${listener}\ntcp().query('SLOW')`, peer.port)
  expect([code, stdout]).toEqual([3, 'SOCKIO_NO_TIMEOUT'])
  expect(stderr).toMatch(/SockioWarning: no reply to "SLOW\\n" from .+ it has no timeout and goes on waiting/)
})

test.concurrent('a call that waits looks for its answer for a moment, and then sleeps', async () => {
  await using peer = await simulate(device)
  const script = `
    let looks = 0
    const { load } = Atomics
    Atomics.load = (...at) => {
      looks++
      return load(...at)
    }
    const { TCP } = await import('@sockio/sio')
    const s = new TCP('127.0.0.1', PORT)
    s.query('Q1')
    looks = 0
    try { s.query('SLOW', { timeout: 1000 }) } catch ({ code }) { console.log(code, looks < 50_000 || looks) }
    s.close()`
  const outcome = await runScript(script, peer.port)
  expect(outcome).toEqual({ code: 0, stdout: 'SOCKIO_TIMEOUT true', stderr: '' })
})

/** Behind a write, `pacing` holds the stop up: it is not out yet when the loop has been left. */
test.concurrent.each([
  'break',
  'throw new Error("enough")',
  '{ s.command("W1"); break }',
  '{ s.command("W1"); throw new Error("enough") }',
])('the stop of a loop that was left is sent, though the script ends: %s', async (how) => {
  await using peer = await simulate({ GO: ['1', '2', '3'], W1: [], HALT: [] })
  const loop = `for (const line of s.lines({ start: 'GO', stop: 'HALT' })) ${how}`
  await runScript(`${prelude}\nconst s = tcp({ pacing: 1500 })\n${loop}`, peer.port)
  await peer.received('HALT')
})

test.concurrent('process.exit() ends it, with its code', async () => {
  await using peer = await simulate(device)
  expect(await runScript(`${prelude}\ntcp().query('Q1')\nprocess.exit(7)`, peer.port)).toMatchObject({
    code: 7,
    stderr: '',
  })
})

test.concurrent('an error that nobody catches ends it, and its stack shows the line of the caller', async () => {
  await using peer = await simulate(device)
  const script = `${prelude}\nconst s = tcp(); s.open()\nfunction mine() { s.query('SLOW', { timeout: 50 }) }\nmine()`
  const { code, stderr } = await runScript(script, peer.port)
  expect(code).toBe(1)
  expect(stderr).toMatch(/no reply to "SLOW\\n".*in 50 ms/)
  expect(stderr).toMatch(/at mine /)
})

test.concurrent('the stack of what is thrown shows who blocked', async () => {
  const program = fileURLToPath(new URL('blocked-stacks.ts', import.meta.url))
  expect(await runFile(program, [])).toMatchObject({ code: 0, stdout: 'who blocked is shown in 5 stacks' })
})

test.concurrent('an awaited future keeps it alive until it is settled', async () => {
  await using peer = await simulate(device)
  const script = `${prelude}\ntcp({ resolveFutures: false }).query('LATER').then(console.log)`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'A2', stderr: '' })
})

test.concurrent('notifications come when the event loop runs, in order, and none is lost at the end', async () => {
  await using peer = await simulate(device)
  const script = `${prelude}
    const s = tcp({ onStateChange: (state) => console.log(state) })
    s.query('Q1')
    s.close()
    console.log('done')`
  const { stdout } = await runScript(script, peer.port)
  expect(stdout.split('\n')).toEqual(['done', 'connecting', 'initialising', 'ready', 'closing', 'idle'])
})

/** Futures that nobody waits for, at the end of a script: what they ask for is sent all the same. */
const unwaited: readonly (readonly [name: string, script: string, requests: readonly string[]])[] = [
  ['a write', 's.write("W1\\n")', ['W1']],
  ['a query', 's.query("SLOW")', ['SLOW']],
  [
    'many writes to two sockets',
    'for (const n of [1, 2, 3]) for (const to of [s, tcp({ resolveFutures: false })]) to.write("W" + n + "\\n")',
    ['W1', 'W1', 'W2', 'W2', 'W3', 'W3'],
  ],
  ['a write behind a reply', 's.query("LATER"); s.command("W1")', ['LATER', 'W1']],
  ['a transaction', 's.transaction(async (own) => { await own.query("LATER"); own.write("W1\\n") })', ['LATER', 'W1']],
  [
    'the stop of a loop that was left',
    'for await (const line of s.lines({ start: "START", stop: "W1" })) break',
    ['START', 'W1'],
  ],
  [
    'the stop of a stream that was left',
    'const lines = s.lines({ start: "START", stop: "W1" }); await lines.next(); lines.return()',
    ['START', 'W1'],
  ],
  [
    'the stop of batches that were left',
    '{ const lines = s.lines({ start: "START", stop: "W1" }).batches(); await lines.next(); await lines[Symbol.asyncDispose]() }',
    ['START', 'W1'],
  ],
  [
    'the stop of a stream that was left, held up by pacing',
    'for await (const line of paced.lines({ start: "START", stop: "W1" })) { await paced.command("W2"); break }',
    ['START', 'W2', 'W1'],
  ],
  [
    'the stop of a stream that was aborted, held up by pacing',
    `const control = new AbortController()
    const lines = paced.lines({ start: "START", stop: "W1", signal: control.signal })
    await lines.next()
    await paced.command('W2')
    control.abort()`,
    ['START', 'W2', 'W1'],
  ],
  ['the start of a stream', 's.lines({ start: "START" }).next()', ['START']],
]

const futures = `${prelude}
const s = tcp({ resolveFutures: false })
const paced = tcp({ resolveFutures: false, pacing: 1500 })
`

test.concurrent.each(unwaited)('at the end of the script, it is sent: %s', async (_name, script, requests) => {
  await using peer = await simulate({ ...device, W1: [], W2: [], W3: [] })
  const outcome = await runScript(`${futures}${script}`, peer.port)
  expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' })
  await peer.received(requests.length)
  expect(peer.requests.toSorted()).toEqual(requests.toSorted())
})

/** What is done by functions that await needs the event loop, which runs no more. */
const dying = unwaited.filter(([, script]) => !script.includes('async'))
test.concurrent.each([...dying, ['a transaction', 's.transaction((own) => { own.write("W1\\n") })', ['W1']] as const])(
  'where the script ends by an error that nobody catches, it is sent: %s',
  async (_name, script, requests) => {
    await using peer = await simulate({ ...device, W1: [], W2: [], W3: [] })
    const outcome = await runScript(`${futures}${script}\nthrow new Error('enough')`, peer.port)
    expect(outcome).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Error: enough') })
    await peer.received(requests.length)
    expect(peer.requests.toSorted()).toEqual(requests.toSorted())
  },
)

/** Its clock stands still: were it waited for, it would be for ever. */
test.concurrent('an error that nobody catches waits for no function that would have to go on', async () => {
  await using peer = await simulate(device)
  const script = `
    performance.now = () => 0
    const { TCP } = await import('@sockio/sio')
    const s = new TCP('127.0.0.1', PORT, { resolveFutures: false })
    await new Promise((granted) => {
      s.transaction(async (own) => {
        granted()
        await own.query('SLOW')
      })
    })
    throw new Error('enough')`
  expect(await runScript(script, peer.port)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Error: enough'),
  })
})

test.concurrent('at the end of the script, it waits for a while only: what waits for a reply that does not come', async () => {
  await using peer = await simulate(device)
  const script = `${prelude}\nconst s = tcp({ resolveFutures: false }); s.query('SLOW'); s.query('Q1')`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: '', stderr: '' })
})
