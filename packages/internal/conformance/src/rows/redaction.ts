/** Section 2.4: `redact` keeps what is secret out of all that is shown of a request. */
import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import type { SubjectSocket } from '../subject.ts'

const SECRET = 'hunter2'
const redact = /(?<=PASS )\S+/
/** A request that nobody answers. */
const login = `PASS ${SECRET}`

/** Nothing that a program may log of an error holds the secret; what the option leaves is there. */
function keeps(error: unknown, shown: string): void {
  assert(error instanceof Error)
  const { message, stack, request } = error as Error & { request?: Uint8Array }
  const texts = [message, stack, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String(request)]
  for (const text of [...texts, Buffer.from(request ?? []).toString()]) assert(!text?.includes(SECRET), text)
  assert(message.includes(shown), message)
}

const failed = (call: Promise<unknown>) =>
  call.then(
    (value) => assert.fail(`it gave ${value}`),
    (error: unknown) => error,
  )

/** Ways for a request to fail. */
const ways: Readonly<Record<string, (sock: SubjectSocket) => Promise<unknown>>> = {
  'a reply that does not come': (sock) => sock.query(login, { timeout: 50 }),
  'a line asked for, with bytes': (sock) => sock.writeReadLine(Buffer.from(`${login}\n`), { timeout: 50 }),
  'a call in an encoding of its own': (sock) => sock.query(login, { timeout: 50, encoding: 'utf16le' }),
  'a signal that is aborted': (sock) => sock.query(login, { signal: AbortSignal.abort(new Error('enough')) }),
  'a turn that does not come': async (sock) => {
    const before = failed(sock.query('SILENT?'))
    const error = await failed(sock.query(login, { timeout: 50 }))
    await sock.close()
    await before
    throw error
  },
  'a transaction': (sock) => sock.transaction((session) => session.query(login, { timeout: 50 })),
}

export const redactionRows = table('2.4 redact', {
  ...Object.fromEntries(
    Object.entries(ways).map(([name, ask]) => [
      `redact: ${name}`,
      async ({ peer, connect }) => keeps(await failed(ask(connect(await peer('silent'), { redact }))), '"PASS ***'),
    ]),
  ),

  'redact: a late reply that is owed': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'), { redact, resync: 'discard' })
    await sock.open()
    keeps(await failed(sock.query(login, { timeout: 50 })), 'PASS ***')
    keeps(await failed(sock.query('NEXT?', { timeout: 50 })), 'the late reply to "PASS ***')
  },

  'redact: a write without an end of line': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'), { redact })
    await sock.write(login)
    keeps(await failed(sock.query('NEXT?', { timeout: 50 })), 'the write before it, "PASS ***"')
  },

  'redact: what is traced': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { redact })
    const requests = new Set<string>()
    const listener = (message: unknown) => {
      const { address, request } = message as { address: { port: number }; request?: Uint8Array }
      if (address.port === device.port) requests.add(String(Buffer.from(request ?? [])))
    }
    for (const event of ['start', 'error']) subscribe(`tracing:sockio:exchange:${event}`, listener)
    try {
      await failed(sock.query(login, { timeout: 50 }))
    } finally {
      for (const event of ['start', 'error']) unsubscribe(`tracing:sockio:exchange:${event}`, listener)
    }
    assert.deepEqual([...requests], ['PASS ***\n'])
  },

  'redact: every match, however the RegExp is made; what is sent stays as it is': async ({ peer, connect }) => {
    const device = await peer('silent')
    for (const each of [/hunter\d/, /HUNTER\d/giu, /hunter\d/y]) {
      const sock = connect(device, { redact: each })
      await sock.open()
      const asked = sock.query(`${login} ${SECRET}`, { timeout: 50 })
      keeps(await failed(asked), '"PASS *** ***\\n"')
    }
    await device.received(3)
    assert.deepEqual(await device.requests(), Array(3).fill(`${login} ${SECRET}`))
  },

  'redact: a function of the request': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'), {
      redact: (request) => (request.startsWith('PASS') ? 'PASS?' : request),
    })
    keeps(await failed(sock.query(login, { timeout: 50 })), '"PASS?"')
    keeps(await failed(sock.query('NEXT?', { timeout: 50 })), '"NEXT?\\n"')
  },

  'redact: a function that throws, or gives no text, hides all, and is told to onError': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('silent')
    const throws = () => {
      throw new Error('my own')
    }
    const sock = connect(device, { ...seen.options, redact: throws })
    keeps(await failed(sock.query(login, { timeout: 50 })), '"(redacted)"')
    assert(seen.log.includes('error my own'), seen.log.join())
    const nothing = (() => undefined) as unknown as () => string
    keeps(await failed(connect(device, { redact: nothing }).query(login, { timeout: 50 })), '"(redacted)"')
  },

  'redact: without it, all is shown': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'))
    await failure(sock.query(login, { timeout: 50 }), { code: 'SOCKIO_TIMEOUT', says: [SECRET] })
  },
})
