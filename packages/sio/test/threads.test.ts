/** Where it runs: CommonJS, the REPL, threads of the user, one worker for all sockets; and what happens when that dies. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { runScript } from '@sockio/conformance'
import { delay, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const device = { Q1: 'A1', Q2: 'A2', SLOW: delay(60_000, 'late'), LATE: delay(60_000, 'late') } as const

test.concurrent('a CommonJS script', async () => {
  await using peer = await simulate(device)
  const script = `
    const { TCP, SockioError, TimeoutError } = require('@sockio/sio')
    const sock = new TCP('127.0.0.1', PORT)
    console.log(sock.query('Q1'))
    try { sock.query('SLOW', { timeout: 30 }) } catch (error) {
      console.log(error instanceof TimeoutError, error instanceof SockioError, error.phase, error.sent, String(error.request))
    }`
  const { code, stdout } = await runScript(script, peer.port, 'commonjs')
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'A1\ntrue true reading yes SLOW' })
})

/** What is typed, and the output that then comes; or a Ctrl-C, when something has happened. */
type Step = readonly [type: string | { readonly interruptAfter: Promise<unknown> }, until: RegExp]

/** Types lines into a REPL, each when it is ready for that. */
async function repl(steps: readonly Step[]): Promise<string> {
  const child = spawn(process.execPath, ['-i'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const guard = setTimeout(() => child.kill('SIGKILL'), 60_000) // against hanging; no other signal is this one
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const closed = once(child, 'close')
  const died = closed.then(([code, signal]) => {
    clearTimeout(guard)
    throw new Error(`the REPL has ended (${code ?? signal}) after: ${output}`)
  })
  died.catch(() => undefined)
  for (const [type, until] of steps) {
    const before = output.length
    if (typeof type === 'string') child.stdin.write(`${type}\n`)
    else {
      await type.interruptAfter
      child.kill('SIGINT')
    }
    while (!until.test(output.slice(before))) await Promise.race([once(child.stdout, 'data'), died])
  }
  child.stdin.end('.exit\n')
  await closed
  return output
}

test.concurrent('the REPL; a Ctrl-C there ends a call or a transaction, and the next call works', async () => {
  await using peer = await simulate(device)
  const output = await repl([
    [`const { TCP } = require('@sockio/sio'); const s = new TCP('127.0.0.1', ${peer.port})`, /undefined\n> $/],
    ["s.query('Q1')", /'A1'\n> $/],
    ["console.log('asking'); s.query('SLOW')", /asking/],
    [{ interruptAfter: peer.received('SLOW') }, /interrupted[\s\S]*> $/],
    ["s.query('Q2', { timeout: 60_000 })", /'A2'\n> $/],
    ["s.transaction((own) => { console.log('within'); own.query('LATE') })", /within/],
    [{ interruptAfter: peer.received('LATE') }, /interrupted[\s\S]*> $/],
    ["s.query('Q2', { timeout: 60_000 })", /'A2'\n> $/],
    [`const f = new TCP('127.0.0.1', ${peer.port}, { resolveFutures: false })`, /undefined\n> $/],
    ["await f.query('Q1')", /'A1'\n> $/],
  ])
  expect(output).toContain('interrupted')
})

test.concurrent('threads of the user have a worker each, and end', async () => {
  await using peer = await simulate(device)
  const script = `
    import { Worker } from 'node:worker_threads'
    const code = \`
      import { TCP } from '@sockio/sio'
      import { parentPort, workerData } from 'node:worker_threads'
      const sock = new TCP('127.0.0.1', workerData)
      const all = []
      for (let i = 0; i < 50; i++) all.push(sock.query(i % 2 ? 'Q1' : 'Q2'))
      parentPort.postMessage(all.every((reply, i) => reply === (i % 2 ? 'A1' : 'A2')))
    \`
    const threads = Array.from({ length: 3 }, () => new Worker(code, { eval: true, workerData: PORT }))
    const said = threads.map((thread) => new Promise((resolve) => thread.once('message', resolve)))
    console.log((await Promise.all(said)).join())`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'true,true,true', stderr: '' })
})

/** Counts the workers, and can have them crash. */
const watched = `
  import threads from 'node:worker_threads'
  import { syncBuiltinESMExports } from 'node:module'
  const workers = []
  let preload = ''
  threads.Worker = class extends threads.Worker {
    constructor(code, options) {
      super(preload + ';' + code, options)
      workers.push(this)
    }
  }
  syncBuiltinESMExports()
  const { TCP } = await import('@sockio/sio')
  const tcp = (options) => new TCP('127.0.0.1', PORT, options)
  const failure = (call) => { try { call(); return 'none' } catch (error) { return error } }
`

test.concurrent('all sockets of a thread share one worker', async () => {
  await using peer = await simulate(device)
  const script = `${watched}
    const socks = [tcp(), tcp(), tcp({ resolveFutures: false })]
    socks[0].query('Q1'); socks[1].query('Q1'); socks[2].query('Q1').result()
    console.log(workers.length)`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: '1', stderr: '' })
})

test.concurrent('a worker that throws while a call blocks: an error at once; the next call starts another', async () => {
  await using peer = await simulate(device)
  const script = `${watched}
    preload = 'setTimeout(() => { throw new Error("boom") }, 500)'
    const sock = tcp()
    const error = failure(() => sock.query('SLOW'))
    console.log(error.name, error.sent, error.address.port === PORT)
    preload = ''
    console.log(sock.query('Q1'), workers.length)`
  expect(await runScript(script, peer.port)).toMatchObject({ code: 0, stdout: 'ConnectionLostError maybe true\nA1 2' })
})

test.concurrent('a worker that ends while futures are awaited: an error for each of them', async () => {
  await using peer = await simulate(device)
  const script = `${watched}
    const [one, two] = [tcp({ resolveFutures: false }), tcp({ resolveFutures: false })]
    const calls = [one.query('SLOW'), two.query('SLOW'), one.lines({ match: 'x' }).next()]
    setTimeout(() => workers[0].terminate(), 200)
    console.log((await Promise.allSettled(calls)).map(({ reason }) => reason?.name).join())
    console.log(await one.query('Q1'))`
  const expected = 'ConnectionLostError,ConnectionLostError,ConnectionLostError\nA1'
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: expected, stderr: '' })
})

test.concurrent('a socket that was closed for good stays closed when its worker has died', async () => {
  await using peer = await simulate(device)
  const script = `${watched}
    const sock = tcp()
    sock[Symbol.dispose]()
    await workers[0].terminate()
    console.log(failure(() => sock.query('Q1')).name, sock.state)`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'ClosedError closed', stderr: '' })
})
