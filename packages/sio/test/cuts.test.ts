/** Code that is cut short without a word, as by a Ctrl-C of the REPL: whatever it was in the middle of, the next call works. */
import { runScript } from '@sockio/conformance'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const device = (request: string) => {
  if (request.startsWith('LONG ')) return `${request.length}`
  if (request === 'GO') return ['1', '2', '3', '4', '5']
  return request === 'HALT' ? [] : `A${request.slice(1)}`
}

/**
 * `made` is what the code uses, and `code` is what is cut. All runs in the callbacks of one timer, as all that is typed
 * into a REPL does in those of one terminal. `cut` cuts and asks again, sometimes in the same turn of the event loop.
 */
const prelude = `
  import vm from 'node:vm'
  import { Worker } from 'node:worker_threads'
  import { TCP } from '@sockio/sio'
  const tcp = (options) => new TCP('127.0.0.1', PORT, { bufferSize: 1 << 23, ...options })
  const check = (seen, expected) => { if (seen !== expected) throw new Error('crossed: ' + seen) }
  let cuts = 0
  const cut = (code, options) => {
    try {
      vm.runInThisContext(code, options)
      return false
    } catch ({ code, message }) {
      if (!/^ERR_SCRIPT_EXECUTION_(TIMEOUT|INTERRUPTED)$/.test(code)) throw new Error(code + ' ' + message)
      cuts++
      return true
    }
  }
  const again = (s) => check(s.query('Q2', { timeout: 30_000 }), 'A2')
  const turns = (begin, step, end) => {
    let state
    const timer = setInterval(() => {
      if (state === undefined) Object.assign(globalThis, { check }, state = begin())
      if (step(state)) return
      clearInterval(timer)
      end(state)
    })
  }
`

interface Row {
  /** The objects that the code uses, made once. */
  readonly made: string
  readonly code: string
  /** How often it is cut anywhere. */
  readonly cuts?: number
  /** Of its steps, every so many-th is cut; for code of many. */
  readonly every?: number
}

const rows: Readonly<Record<string, Row>> = {
  'a query': { made: 's: tcp()', code: "check(s.query('Q1'), 'A1')", cuts: 200 },
  'a query with a limit and a signal': {
    made: 's: tcp(), signal: new AbortController().signal',
    code: "check(s.query('Q1', { timeout: 10_000, signal }), 'A1')",
  },
  'a request that is longer than the pipe': {
    made: "s: tcp(), long: 'LONG '.padEnd(1_100_000, 'x')",
    code: "check(s.query(long), '1100000')",
    cuts: 30,
    every: 5,
  },
  'a reply that is longer than the pipe': {
    made: "s: tcp(), long: 'Q'.padEnd(1_100_000, 'x')",
    code: 'check(s.query(long).length, 1_100_000)',
    cuts: 30,
    every: 5,
  },
  'a transaction': {
    made: 's: tcp()',
    code: "check(s.transaction((session) => session.query('Q1') + session.query('Q3')), 'A1A3')",
    every: 2,
  },
  'a hook': {
    made: "s: tcp({ onConnectionMade: (session) => check(session.query('Q3'), 'A3'), onStateChange() {} })",
    code: "s.close(); check(s.query('Q1'), 'A1')",
    every: 4,
  },
  'waiting for futures': {
    made: 's: tcp(), f: tcp({ resolveFutures: false })',
    code: "{ const [a, b] = [f.query('Q1'), f.query('Q3')]; check(a.result() + b.result(), 'A1A3') }",
  },
  'properties, and an empty buffer': {
    made: 's: tcp()',
    code: 's.close(); s.open(); check(s.connected, true); check(s.readBuffer().length, 0)',
    every: 3,
  },
}

/** Where the limit of a script falls, nobody knows: again and again, it is somewhere else. */
test.concurrent.each(Object.entries(rows))('cut anywhere: %s', async (_name, { made, code, cuts = 100 }) => {
  await using peer = await simulate(device)
  const script = `${prelude}
    turns(
      () => ({ ${made} }),
      ({ s }) => {
        cut(${JSON.stringify(`for (;;) { ${code} }`)}, { timeout: 1 + (cuts % 3) })
        if (cuts % 2 === 0) again(s)
        return cuts < ${cuts}
      },
      ({ s }) => { again(s); console.log(cuts, s.connectionCounter <= cuts + 1 || ${code.includes('close')}) },
    )`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: `${cuts} true`, stderr: '' })
})

/** Each call of a built-in that the code makes, in turn, before and after it: that one never returns. */
test.concurrent.each(Object.entries(rows))('cut at each step: %s', async (_name, { made, code, every = 1 }) => {
  await using peer = await simulate(device)
  const script = `${prelude}
    const owners = [
      [Worker.prototype, 'postMessage'],
      [Object.getPrototypeOf(Uint8Array.prototype), 'set', 'subarray'],
      [Buffer.prototype, 'readUInt32LE', 'writeUInt32LE', 'toString', 'copy'],
      [Map.prototype, 'get', 'set', 'delete'],
      [Set.prototype, 'add', 'delete'],
      [Atomics, 'load', 'store', 'exchange', 'add', 'notify', 'wait'],
    ]
    let left = 0
    const { wait } = Atomics
    const nothing = new Int32Array(new SharedArrayBuffer(4))
    const interrupted = () => { process.kill(process.pid, 'SIGINT'); wait(nothing, 0, 0) } // a loop is cut only after seconds
    for (const [owner, ...names] of owners) for (const name of names) {
      const real = owner[name]
      owner[name] = function (...args) {
        const mine = left > 0 && --left === 0
        if (mine && before) interrupted()
        const result = Reflect.apply(real, this, args)
        if (mine) interrupted()
        return result
      }
    }
    let before = true
    let step = 1
    turns(
      () => ({ ${made} }),
      ({ s }) => {
        left = step
        const more = cut(${JSON.stringify(code)}, { breakOnSigint: true })
        left = 0
        if (cuts % 3 > 0) again(s)
        step += ${every}
        if (more) return true
        const last = !before
        before = false
        step = 1
        return !last
      },
      ({ s }) => { again(s); console.log(cuts > 10) },
    )`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'true', stderr: '' })
})

/** The other thread leaves out to wake one that is about to sleep anyhow: which one that was cut is not. */
test('a future is awaited behind a call that was cut anywhere in its wait, and one that was done', async () => {
  await using peer = await simulate(device)
  const script = `${prelude}
    const { store, wait } = Atomics
    const nothing = new Int32Array(new SharedArrayBuffer(4))
    let left = 0
    Atomics.store = (...args) => {
      const result = store(...args)
      if (left > 0 && --left === 0) {
        process.kill(process.pid, 'SIGINT')
        wait(nothing, 0, 0)
      }
      return result
    }
    let step = 1
    let pending = false
    turns(
      () => {
        const f = tcp({ resolveFutures: false })
        const done = f.query('Q1')
        check(done.result(), 'A1')
        return { s: tcp(), f, done }
      },
      ({ s, f, done }) => {
        if (pending) return true
        left = step++
        const more = cut("check(s.query('Q3'), 'A3')", { breakOnSigint: true })
        left = 0
        check(done.result(), 'A1')
        pending = true
        void (async () => {
          for (let i = 0; i < 8; i++) check(await f.query('Q4'), 'A4') // the first may be heard of with what was told before
          pending = false
        })()
        return more
      },
      () => console.log(cuts > 2),
    )`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'true', stderr: '' })
})

/** A loop that is cut is gone, but only where it waits does anybody hear of that. */
test.concurrent.each([
  ['where it waits for a line: its stream has ended', 'waiting = true', 'A2'],
  ['in its body: close() ends its stream', 'interrupted()', 'SOCKIO_STREAM_ACTIVE true'],
])('a loop that is cut %s', async (_name, atLast, seen) => {
  await using peer = await simulate(device)
  const script = `${prelude}
    const { wait } = Atomics
    const interrupted = () => { process.kill(process.pid, 'SIGINT'); wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) }
    let waiting = false
    Atomics.wait = (...args) => {
      if (waiting) process.kill(process.pid, 'SIGINT')
      waiting = false
      return wait(...args)
    }
    turns(
      () => ({ s: tcp(), step: (line) => { if (line === '5') ${atLast} } }),
      ({ s }) => {
        if (!cut("for (const line of s.lines({ start: 'GO', encoding: 'utf8' })) step(line)", { breakOnSigint: true })) throw new Error('not cut')
        try { console.log(s.query('Q2')) } catch ({ code, message }) { console.log(code, message.includes('close()')) }
        s.close()
        again(s)
      },
      () => {},
    )`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: seen, stderr: '' })
})

/**
 * A timer or an immediate counts itself, and one that is cut halfway leaves the count wrong: the event loop waits for it, or
 * spins, for ever. Where that cut falls nobody can choose.
 */
test('a call that blocks makes no timer and no immediate', async () => {
  await using peer = await simulate(device)
  const script = `
    import { createHook } from 'node:async_hooks'
    import { TCP } from '@sockio/sio'
    const made = new Set()
    createHook({ init: (_id, type) => made.add(type) }).enable()
    const s = new TCP('127.0.0.1', PORT, { timeout: 60_000, onConnectionMade: (session) => session.query('Q1') })
    s.transaction((session) => session.query('Q2'))
    for (const line of s.lines({ start: 'GO', stop: 'HALT' })) if (line.toString() === '2\\n') break
    s.close()
    console.log(made.has('WORKER'), made.has('Timeout'), made.has('Immediate'))`
  expect(await runScript(script, peer.port)).toEqual({ code: 0, stdout: 'true false false', stderr: '' })
})
