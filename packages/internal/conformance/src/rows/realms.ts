/** Section 2.5: values of another realm, as jest's jsdom and `node:vm` make them, are taken for what they are. */
import assert from 'node:assert/strict'
import { createContext, runInContext } from 'node:vm'
import { failure } from '../failure.ts'
import { table } from '../row.ts'
import type { SubjectOptions } from '../subject.ts'

const elsewhere = createContext({})
/** What the expression gives in another realm. */
function foreign<T>(code: string): T {
  return runInContext(code, elsewhere) as T
}

/** A signal as jsdom has it: its own class, and no relation of Node's. */
const SIGNAL = `(() => {
  class AbortSignal {
    aborted = false
    reason = undefined
    listeners = new Set()
    addEventListener(_name, listener) { this.listeners.add(listener) }
    removeEventListener(_name, listener) { this.listeners.delete(listener) }
    abort(reason) {
      this.aborted = true
      this.reason = reason
      for (const listener of [...this.listeners]) listener({ type: 'abort' })
    }
  }
  return new AbortSignal()
})()`

interface ForeignSignal extends AbortSignal {
  readonly listeners: ReadonlySet<unknown>
  abort(reason: unknown): void
}

export const realmRows = table('2.5 other realms', {
  'a Uint8Array: written, as eol, and as a separator': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const request = foreign<Uint8Array>('Uint8Array.of(81, 49, 10)')
    assert(!(request instanceof Uint8Array))
    const eol = foreign<Uint8Array>('Uint8Array.of(10)')
    const sock = connect(device, { eol, writeEol: eol })
    assert.equal(String(await sock.writeReadLine(request)), 'A1\n')
    assert.equal(String(await sock.writeReadLine('Q2\n', { eol })), 'A2\n')
    await sock.writeLines([request, 'Q3\n'])
    assert.equal(String(await sock.readUntil(eol)), 'A1\n')
    assert.equal(String(await sock.readLine()), 'A3\n')
  },

  'plain objects and arrays: options, of TLS too, and lines': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const options = foreign<SubjectOptions>(
      '({ timeout: 60000, keepAlive: { idle: 5000 }, reconnect: { retries: 2 } })',
    )
    const sock = connect(device, options)
    const lines = foreign<string[]>("['Q1\\n', 'Q2\\n']")
    assert.deepEqual((await sock.writeLinesReadLines(lines)).map(String), ['A1\n', 'A2\n'])
    const secured = connect(await peer('silent'), { tls: foreign<object>('({ ALPNProtocols: ["x"], ca: [] })') })
    await failure(secured.query('Q1', { timeout: 50 }), { code: 'SOCKIO_TIMEOUT', phase: 'connecting' })
  },

  'a RegExp: as match of a stream': async ({ peer, connect }) => {
    const sock = connect(await peer({ name: 'lines', prefix: 'E', period: 1 }))
    const stream = sock.lines({ match: foreign<RegExp>('/^E/'), encoding: 'utf8' })
    const first = stream.next()
    await sock.write('START\n')
    assert.equal((await first).value, 'E0')
    assert.equal(await sock.query('Q1'), 'A1')
    await stream.return()
  },

  'an AbortSignal: of a call, of a transaction, and aborted already': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const signal = foreign<ForeignSignal>(SIGNAL)
    assert.notEqual(Object.getPrototypeOf(signal), AbortSignal.prototype)
    assert.equal(await sock.query('Q1', { signal }), 'A1')
    assert.equal(await sock.transaction((session) => session.query('Q2'), { signal }), 'A2')
    const calls = [
      failure(sock.query('never', { signal }), { code: 'SOCKIO_ABORTED' }),
      failure(
        sock.transaction(() => 0, { signal }),
        { code: 'SOCKIO_ABORTED' },
      ),
    ]
    await device.received('never')
    signal.abort(foreign<Error>("new Error('enough')"))
    await Promise.all(calls)
    await failure(sock.query('Q3', { signal }), { code: 'SOCKIO_ABORTED', sent: 'no', says: ['enough'] })
  },

  'an Error: the reason of an abort, and what a hook throws': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const thrown = foreign<Error>("new RangeError('no such range')")
    const sock = connect(device, {
      onConnectionMade: async (session) => {
        await session.query('Q1')
        throw thrown
      },
    })
    const error = await failure(sock.query('Q2'), { code: 'SOCKIO_INIT', says: ['no such range'] })
    assert(!String(error.message).includes('RangeError: '), error.message)
  },
})
