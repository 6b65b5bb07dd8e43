/** Section 2.3: `timeout` bounds a call as its caller sees it, whatever it is doing. */
import assert from 'node:assert/strict'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { table } from '../row.ts'
import { say } from '../say.ts'
import { until } from '../until.ts'

/** Only what hangs takes so long, however slow the machine is. */
const NEVER_MS = 60_000

async function lasts(ms: number, call: () => Promise<unknown>): Promise<void> {
  const begun = performance.now()
  await call()
  const took = performance.now() - begun
  assert(took >= ms - 5 && took < NEVER_MS, `it took ${took} ms`)
}

export const timeoutRows = table('2.3 timeouts', {
  'no reply: TimeoutError': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'), { timeout: 60 })
    await sock.open()
    const call = () =>
      failure(sock.query('*IDN?'), {
        code: 'SOCKIO_TIMEOUT',
        phase: 'reading',
        sent: 'yes',
        partial: '',
        request: '*IDN?\n',
        says: ['no reply to "*IDN?\\n"', 'in 60 ms', 'nothing arrived'],
      })
    await lasts(60, call)
  },

  'half a reply: TimeoutError with the bytes, and the likeliest cure': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { staleInput: 'keep' })
    await say(device, sock, 'ACME,MODEL,1234,1.0\r') // all that will ever come is there before the limit begins
    await failure(sock.query('*IDN?', { timeout: 60 }), {
      code: 'SOCKIO_TIMEOUT',
      partial: 'ACME,MODEL,1234,1.0\r',
      says: [
        'no reply to "*IDN?\\n"',
        '20 bytes arrived without the end of line "\\n": "ACME,MODEL,1234,1.0\\r"',
        `try eol: '\\r'`,
      ],
    })
  },

  'some of several lines: TimeoutError with all bytes': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { staleInput: 'keep' })
    await say(device, sock, '1\n2\n')
    const call = sock.writeReadLines('M5\n', 5, { timeout: 60 })
    await failure(call, { code: 'SOCKIO_TIMEOUT', partial: '1\n2\n', says: ['2 of 5'] })
  },

  'it bounds the wait in the queue, and nothing is sent afterwards': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const first = sock.query('HOLD x')
    await device.received('HOLD x')
    await lasts(50, () =>
      failure(sock.query('Q1', { timeout: 50 }), {
        code: 'SOCKIO_TIMEOUT',
        phase: 'queued',
        sent: 'no',
        request: 'Q1\n',
        says: ['50 ms', 'waited its turn'],
      }),
    )
    await device.release()
    assert.equal(await first, 'x')
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(await device.requests(), ['HOLD x', 'Q2'])
    assert.equal(sock.connectionCounter, 1)
  },

  'it bounds the time to connect': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { tls: true, timeout: 60 })
    const expected = { code: 'SOCKIO_TIMEOUT', phase: 'connecting', sent: 'no', says: ['60 ms'] } as const
    await lasts(60, () => failure(sock.query('Q1'), { ...expected, request: 'Q1\n' }))
    await lasts(60, () => failure(sock.open(), expected))
    await lasts(60, () => failure(sock.readLine(), expected))
  },

  'it bounds the wait between two attempts': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, {
      timeout: 60,
      reconnect: { retries: 9, minDelay: 3_600_000, maxDelay: 3_600_000, jitter: false },
    })
    await lasts(60, () => failure(sock.query('Q1'), { code: 'SOCKIO_TIMEOUT', phase: 'connecting', sent: 'no' }))
  },

  'it bounds the hook, as its caller sees it': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { onConnectionMade: (session) => session.query('HOOK?') })
    const expected = { code: 'SOCKIO_TIMEOUT', phase: 'initialising', sent: 'no', request: 'Q1\n' } as const
    const opening = failure(sock.open(), { code: 'SOCKIO_CLOSED' })
    await device.received('HOOK?')
    await lasts(60, () => failure(sock.query('Q1', { timeout: 60 }), { ...expected, says: ['hook', '60 ms'] }))
    await sock.close()
    await opening
    assert.deepEqual(await device.requests(), ['HOOK?'])
  },

  'it bounds writing to a peer that does not read': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.stall() })
    const sock = connect(device, { timeout: 300 })
    await sock.open()
    const expected = { code: 'SOCKIO_TIMEOUT', phase: 'writing', sent: 'maybe', says: ['does not read'] } as const
    await lasts(300, () => failure(sock.write(Buffer.alloc(30_000_000, 'x')), expected))
    await until('the connection is given up', () => !sock.connected)
  },

  'it bounds writing a request, and no half of it arrives later': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.stall() })
    const sock = connect(device)
    await sock.open() // the limit below is for writing, not for connecting
    const long = Buffer.concat([Buffer.alloc(30_000_000, 'x'), Buffer.from('\nQ1\n')])
    await failure(sock.writeReadLine(long, { timeout: 300 }), {
      code: 'SOCKIO_TIMEOUT',
      phase: 'writing',
      sent: 'maybe',
    })
    await device.clear()
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(await device.requests(), ['Q2'])
  },

  'the peer has vanished: TimeoutError, and the connection is closed': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.query('Q1')
    await device.inject(faults.halfOpen())
    await lasts(100, () => failure(sock.query('Q2', { timeout: 100 }), { code: 'SOCKIO_TIMEOUT', sent: 'yes' }))
    await until('the connection is given up', () => sock.state === 'idle')
  },

  'a timeout per call goes before that of the connection': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'), { timeout: 50 })
    assert.equal(await sock.query('L200 x', { timeout: NEVER_MS }), 'x')
    assert.equal(await sock.query('L200 x', { timeout: Number.POSITIVE_INFINITY }), 'x')
    await failure(sock.query('HOLD x', { timeout: 20 }), { code: 'SOCKIO_TIMEOUT', says: ['20 ms'] })
  },

  'a timeout of 0 ends a call that can not be done at once': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    await sock.open()
    await failure(sock.readLine({ timeout: 0 }), { code: 'SOCKIO_TIMEOUT' })
    await failure(sock.query('Q1', { timeout: 0 }), { code: 'SOCKIO_TIMEOUT' })
  },

  'a reply in time leaves no timer that fires later': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { staleInput: 'keep' })
    await say(device, sock, 'A1\n') // in time, however slow the machine is
    assert.equal(await sock.query('HOLD', { timeout: 100 }), 'A1')
    assert.equal(await sock.query('L200 x', { timeout: NEVER_MS }), 'x')
    assert.equal(sock.connectionCounter, 1)
  },

  'a read that takes nothing: TimeoutError, the connection stays, the bytes stay': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    await device.send(raw('half'))
    await until('it arrived', () => sock.inWaiting === 4)
    const expected = { code: 'SOCKIO_TIMEOUT', phase: 'reading', sent: 'no', partial: 'half', request: '' } as const
    await failure(sock.readLine({ timeout: 50 }), { ...expected, says: ['4 bytes arrived', '"half"'] })
    await failure(sock.readExactly(10, { timeout: 50 }), expected)
    await failure(sock.readUntil(';', { timeout: 50 }), expected)
    await failure(sock.readLines(2, { timeout: 50 }), expected)
    assert.equal(sock.inWaiting, 4)
    const line = sock.readLine()
    await device.send(raw(' and half\n'))
    assert.equal(String(await line), 'half and half\n')
    assert.equal(sock.connectionCounter, 1)
  },

  'a read that took a part of what it wants: TimeoutError, and the connection is closed': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    await device.send(raw('one\ntw'))
    await until('it arrived', () => sock.inWaiting === 6)
    await failure(sock.readLines(2, { timeout: 50 }), { code: 'SOCKIO_TIMEOUT', sent: 'no', partial: 'one\ntw' })
    await device.disconnected()
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(sock.connectionCounter, 2)
  },

  'many timeouts in a row do no harm': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    for (let n = 1; n <= 20; n++) {
      await failure(sock.query(`HOLD x${n}`, { timeout: 10 }), { code: 'SOCKIO_TIMEOUT' })
      assert.equal(await sock.query(`Q${n}`), `A${n}`)
    }
  },
})
