/** Peers that mean harm, and text that comes from elsewhere. */
import assert from 'node:assert/strict'
import { faults, raw } from '@sockio/sim'
import { failure, refusal } from '../failure.ts'
import { collectGarbage } from '../garbage.ts'
import { type Row, table } from '../row.ts'
import type { SubjectOptions, SubjectSocket } from '../subject.ts'
import { until } from '../until.ts'
import { WireTap } from '../wire-tap.ts'

const BUFFER = 100_000
/** What one read from the socket may bring on top of a full buffer. */
const CHUNK = 65_536
/** Far less than what the floods send, far more than what one chunk needs. */
const FLAT_BYTES = 64 * 1024 * 1024

/** Memory of this thread that is still needed. */
function inUse(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Texts that are more than one request, each with the options of the connection that it would be sent on. */
const injections: Readonly<Record<string, readonly [text: string, options: SubjectOptions]>> = {
  'LF inside': ['Q1\n*RST', {}],
  'LF inside, and at its end': ['Q1\n*RST\n', {}],
  'two ends': ['Q1\n\n', {}],
  'an end at its beginning': ['\nQ1', {}],
  'CR, where LF ends a line': ['Q1\r*RST', {}],
  'CR LF, where LF ends a line': ['Q1\r\n', {}],
  'LF, where CR LF ends a line': ['Q1\n*RST', { eol: '\r\n' }],
  'LF at its end, where CR LF ends a line': ['Q1\n', { eol: '\r\n' }],
  'CR, where CR LF ends a line': ['Q1\r*RST', { eol: '\r\n' }],
  'CR LF inside': ['Q1\r\n*RST\r\n', { eol: '\r\n' }],
  'LF, where writeEol is CR': ['Q1\n*RST', { writeEol: '\r' }],
  'writeEol of another kind': ['Q1;*RST', { writeEol: ';' }],
  'LF, where writeEol is NUL': ['Q1\n*RST', { writeEol: '\0' }],
  'CR at its end, where writeEol is a semicolon': ['Q1\r', { writeEol: ';' }],
  'writeEol of several bytes': ['Q1END*RST', { writeEol: 'END' }],
  'LF in two bytes': ['Q1\n*RST', { encoding: 'utf16le' }],
}

/** Texts that are one request, though they look otherwise, and the bytes that are sent. */
const harmless: Readonly<Record<string, readonly [text: string, options: SubjectOptions, sent: string]>> = {
  'its end is there already': ['Q1\n', {}, 'Q1\n'],
  'its end of two bytes is there already': ['Q1\r\n', { eol: '\r\n' }, 'Q1\r\n'],
  'nothing at all': ['', {}, '\n'],
  'a character with the byte of LF in it': ['\u010a', { encoding: 'utf16le' }, '\n\u0001\n\0'],
}

const injectionRows = Object.entries(injections).map(([name, [text, options]]): readonly Row[] =>
  table('text from elsewhere', {
    [`query() of more than one request is refused: ${name}`]: async ({ peer, connect }) => {
      const device = await peer('silent')
      const onWire = () => sock.close() // what is sent all the same ends there, and not when the row has taken too long
      const sock: SubjectSocket = connect(device, { ...options, onWire })
      await refusal(() => sock.query(text), 'TypeError', 'writeLinesReadLines')
      await refusal(() => sock.transaction((session) => session.query(text)), 'TypeError', 'text')
      assert.deepEqual(await device.requests(), [])
    },
  }),
)

const harmlessRows = Object.entries(harmless).map(([name, [text, options, sent]]): readonly Row[] =>
  table('text from elsewhere', {
    [`query() of one request is sent: ${name}`]: async ({ peer, connect }) => {
      const tap = new WireTap()
      const sock = connect(await peer('silent'), { ...options, onWire: tap.onWire })
      const call = failure(sock.query(text), { code: 'SOCKIO_CLOSED' })
      await until('it is sent', () => tap.log.length > 0)
      await sock.close()
      await call
      assert.deepEqual(tap.log, [`sent ${sent}`])
    },
  }),
)

const rows = table('hostile peers', {
  'several requests at once are sent where they are asked for': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    assert.deepEqual((await sock.writeLinesReadLines(['Q1\n', 'Q2\n'])).map(String), ['A1\n', 'A2\n'])
    assert.equal(String(await sock.writeReadLine('W\nQ3\n')), 'A3\n')
  },

  'bytes without end and without an end of line: LimitOverrunError within bufferSize': async ({ peer, connect }) => {
    const device = await peer('flood')
    const sock = connect(device, { bufferSize: BUFFER })
    for (let i = 1; i <= 20; i++) {
      const error = await failure(sock.writeReadLine('START\n'), { code: 'SOCKIO_LIMIT_OVERRUN', sent: 'yes' })
      const { length } = error.partial as Uint8Array
      assert(length >= BUFFER && length <= BUFFER + CHUNK, `${length} bytes`)
    }
  },

  'bytes without end that nobody reads: the peer is held up': async ({ peer, connect }) => {
    const device = await peer('flood')
    const sock = connect(device, { bufferSize: BUFFER })
    await sock.write('START\n')
    await until('the buffer is full', () => sock.inWaiting >= BUFFER)
    let before = -1
    await until('the peer stands still', async () => {
      const produced = await device.produced()
      const still = produced === before
      before = produced
      return still
    })
    assert(sock.inWaiting <= BUFFER + CHUNK, `${sock.inWaiting} bytes`)
    await sock.close()
  },

  'bytes without end that are read as they come: memory is flat': async ({ peer, connect }) => {
    const sock = connect(await peer('flood'))
    await sock.write('START\n')
    for (let i = 0; i < 200; i++) await sock.read()
    const before = inUse()
    let total = 0
    while (total < 4 * FLAT_BYTES) total += (await sock.read()).length
    // What was collected is given back a little later, by another thread.
    await until(`memory is flat after ${total} bytes`, () => inUse() - before < FLAT_BYTES / 8)
    await sock.close()
  },

  'a header that promises a gigabyte: memory comes with the bytes': async ({ peer, connect }) => {
    const device = await peer({ name: 'flood', reply: `#9999999999${'x'.repeat(70_000)}` })
    const sock = connect(device, { maxBlock: 2 ** 30 })
    const before = process.memoryUsage.rss()
    const block = failure(sock.writeReadBlock('D?\n'), { code: 'SOCKIO_CLOSED', sent: 'yes' })
    await until('its beginning is there', () => sock.inWaiting > 70_000)
    const growth = process.memoryUsage.rss() - before
    assert(growth < FLAT_BYTES, `${growth} bytes more`)
    await sock.close()
    await block
  },

  ...Object.fromEntries(
    ['#B1', '#', '#1', '#9999999999', '#x', '##', 'ERR\n', '\n#11a'].map((reply) => [
      `a peer that answers ${JSON.stringify(reply)} instead of a block: a typed error in time`,
      async ({ peer, connect }) => {
        const device = await peer({ name: 'flood', reply })
        const sock = connect(device)
        const cut = ['#', '#1'].includes(reply) // it could still become one
        const code = reply === '#9999999999' ? 'SOCKIO_LIMIT_OVERRUN' : 'SOCKIO_FRAMING'
        await sock.open() // the limit below is for the reply, not for connecting
        const call = sock.writeReadBlock('D?\n', cut ? { timeout: 50 } : {})
        await failure(call, { code: cut ? 'SOCKIO_TIMEOUT' : code, sent: 'yes' })
        assert.equal(sock.state, 'idle')
      },
    ]),
  ),

  'who transfers the memory of what he was given harms nobody': async ({ peer, connect }) => {
    const sock = connect(await peer({ name: 'lines', count: 3000, size: 2000, period: 0, hangUp: true }))
    await sock.write('START\n')
    let expected = 0
    for await (const line of sock.lines()) {
      assert(String(line).startsWith(`${expected++}.`), `line ${expected}`)
      const { buffer } = line as Buffer
      if (expected % 100 !== 0) continue
      try {
        structuredClone(buffer, { transfer: [buffer as ArrayBuffer] })
      } catch {} // refused
    }
    assert.equal(expected, 3000)
  },

  'who transfers the memory of replies without a byte harms nobody': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    for (let i = 0; i < 3; i++) {
      assert.equal(await sock.query('Q1'), 'A1')
      const empty = [
        await sock.readBuffer(),
        await sock.read(0),
        await sock.readExactly(0),
        await sock.exchange(undefined, { exactly: 0 }),
      ]
      for (const reply of empty) {
        const { buffer, length } = reply as Buffer
        assert.equal(length, 0)
        try {
          structuredClone(buffer, { transfer: [buffer as ArrayBuffer] })
        } catch {} // refused
      }
      await sock.close()
    }
  },

  'one byte in each packet': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.split(1) })
    const sock = connect(device)
    assert.equal(await sock.query('Q1'), 'A1')
    await device.send(raw('x'.repeat(2000)))
    await until('all is there', () => sock.inWaiting === 2000)
    assert.equal(await sock.query('Q2'), 'A2')
  },
})

export const hostileRows: readonly Row[] = [...rows, ...injectionRows.flat(), ...harmlessRows.flat()]
