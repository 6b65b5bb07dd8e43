/** Section 2.3: the stack of an error shows the function that called, and not the turn of the engine. */
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { faults } from '@sockio/sim'
import { rejection } from '../failure.ts'
import { type Run, table } from '../row.ts'
import type { Subject, SubjectOptions, SubjectSocket } from '../subject.ts'

/** Checks the stack of what `call` fails with, when a function named `measure` awaits it. */
async function measured(call: () => Promise<unknown>, { notesCallers }: Subject): Promise<void> {
  async function measure(): Promise<unknown> {
    const value = await call()
    return value
  }
  const error = await rejection(measure())
  assert(error instanceof Error, String(error))
  const [first = '', ...frames] = (error.stack ?? '').slice(`${error.name}: ${error.message}`.length).split('\n')
  const said = `the stack:\n${error.stack}`
  assert(error.stack?.startsWith(`${error.name}: ${error.message}`) && first === '', said)
  assert(
    frames.some((frame) => /^ {4}at (async )?measure /.test(frame)),
    said,
  )
  if (notesCallers) assert.match(frames[0] ?? '', /test[/\\]shim\.ts/, `nearest is the shim; ${said}`)
  const engine = frames.filter((frame) => /[/\\](core|node)[/\\]dist[/\\]/.test(frame))
  assert.deepEqual(engine, [], said)
}

/** A call of a socket with these options, which fails. */
function failing(call: (sock: SubjectSocket) => Promise<unknown>, options?: SubjectOptions): Run {
  return async ({ peer, connect, subject }) => {
    const sock = connect(await peer('numbered'), options)
    await measured(() => call(sock), subject)
  }
}

export const stackRows = table('2.3 stack traces', {
  'a call that times out shows who called': failing((sock) => sock.query('HOLD x', { timeout: 20 })),

  'a call among others shows who called': failing((sock) =>
    Promise.all([sock.query('Q1'), sock.query('HOLD x', { timeout: 20 })]),
  ),

  'a call that is aborted shows who called': failing((sock) => {
    const signal = AbortSignal.timeout(20)
    return sock.readLine({ signal })
  }),

  'a call that is refused at once shows who called': failing((sock) => sock.readLine(), { autoReconnect: false }),

  'open() that fails shows who called': async ({ peer, connect, subject }) => {
    const sock = connect(await peer('numbered', { faults: faults.refuse() }))
    await measured(() => sock.open(), subject)
  },

  'a transaction that is ended shows who called': failing((sock) =>
    sock.transaction((session) => session.readLine(), { timeout: 20 }),
  ),

  'a call in a transaction shows who called': failing((sock) =>
    sock.transaction(async function measure(session) {
      await session.query('HOLD x', { timeout: 20 })
    }),
  ),

  'an error of a large request prints and logs as a short text': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const call = sock.writeReadLine(`HOLD ${'x'.repeat(1_000_000)}\n`, { timeout: 50 })
    const error = await rejection(call)
    assert(error instanceof Error, String(error))
    const printed = inspect(error)
    const logged = JSON.stringify(error)
    for (const said of ["code: 'SOCKIO_TIMEOUT'", /address: 'tcp:\/\/127.0.0.1:\d+'/, /request: .*\(1000006 bytes\)/]) {
      assert.match(printed, typeof said === 'string' ? new RegExp(said) : said)
    }
    assert(printed.startsWith(`TimeoutError: ${error.message}\n    at `), printed)
    assert(printed.length < 20_000, `${printed.length} characters are printed`)
    assert.equal(JSON.parse(logged).code, 'SOCKIO_TIMEOUT')
    assert(logged.length < 2000, `${logged.length} characters are logged`)
    // As Node prints one that nobody catches.
    const uncaught = inspect(error, { customInspect: false })
    assert(uncaught.startsWith(`TimeoutError: ${error.message}\n    at `), uncaught)
    assert.doesNotMatch(uncaught, /\b120, +120\b/)
  },

  'an error prints the error that caused it': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered', { faults: faults.refuse() }))
    const error = await rejection(sock.open())
    assert.match(inspect(error), /\[cause\]: .*ECONNREFUSED/)
    assert.equal(JSON.parse(JSON.stringify(error)).cause.code, 'ECONNREFUSED')
    assert.match(inspect({ in: { a: { log: error } } }), /TimeoutError|ConnectError/)
  },

  'a stream that fails shows who pulls': failing(async (sock) => {
    for await (const _line of sock.lines({ timeout: 20 })) assert.fail('nothing comes')
  }),
})
