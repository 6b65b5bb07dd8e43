/** `exchange`: framings by their names, and a user's own. */
import assert from 'node:assert/strict'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { table } from '../row.ts'

const module = new URL('../prefixed.cjs', import.meta.url)
const prefixed = (payload: string) =>
  Buffer.concat([Buffer.of(payload.length >> 8, payload.length), Buffer.from(payload)])

export const framingRows = table('exchange', {
  'a framing by its name reads what the operation of that name reads': async ({ peer, connect }) => {
    const device = await peer({ replies: { Q: raw('one\ntwo;three#13abc\nrest') } }, { faults: faults.split(1) })
    const sock = connect(device)
    assert.equal(await sock.exchange('Q\n', { line: true }, { encoding: 'utf8' }), 'one')
    assert.equal(String(await sock.exchange(undefined, { until: ';' })), 'two;')
    assert.equal(String(await sock.exchange(undefined, { exactly: 5 })), 'three')
    assert.equal(String(await sock.exchange(undefined, { block: true })), 'abc')
    // The peer sends byte by byte: what `some` leaves of this reply must be read, or it is there for the next request.
    const begun = String(await sock.exchange(undefined, { some: 4 }))
    assert.equal(begun + String(await sock.exchange(undefined, { exactly: 4 - begun.length })), 'rest')
    assert.match(String(await sock.exchange(Buffer.from('Q\n'), { some: true })), /^o/)
  },

  'idle: what comes in pieces is one reply; the end of the connection is the end of it': async ({ peer, connect }) => {
    const device = await peer({ replies: { Q: raw('no end\n of its own') } }, { faults: faults.split(1) })
    const sock = connect(device)
    const reply = sock.exchange('Q\n', { idle: 1_000_000 }, { encoding: 'utf8' })
    await device.received('Q')
    await device.disconnect('end')
    assert.equal(await reply, 'no end\n of its own')
  },

  'idle: a silence ends the reply, nothing of it is lost, and the next request gets its own': async ({
    peer,
    connect,
  }) => {
    const text = 'no end\n of its own'
    const device = await peer({ replies: { Q: raw(text), Q1: 'A1' } })
    const sock = connect(device)
    for (let n = 0; n < 3; n++) {
      let got = String(await sock.exchange('Q\n', { idle: 20 }))
      // However long a busy machine takes between two pieces, the rest is not lost.
      while (got.length < text.length) got += String(await sock.exchange(undefined, { idle: 20 }))
      assert.equal(got, text)
      assert.equal(await sock.query('Q1'), 'A1')
    }
    assert.equal(sock.connectionCounter, 1)
  },

  'idle: a limit that is over before the silence is a TimeoutError': async ({ peer, connect }) => {
    const sock = connect(await peer({ replies: { Q: raw('half'), Q1: 'A1' } }))
    await sock.open()
    const says = ['a silence of 1000000 ms']
    await failure(sock.exchange('Q\n', { idle: 1_000_000 }, { timeout: 1000 }), { code: 'SOCKIO_TIMEOUT', says })
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'idle: a late reply is dropped with resync: discard': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard' })
    await sock.open()
    await failure(sock.exchange('HOLD late\n', { idle: 20 }, { timeout: 30 }), { code: 'SOCKIO_TIMEOUT' })
    const next = sock.query('Q2')
    await device.release()
    assert.equal(await next, 'A2')
    assert.equal(sock.connectionCounter, 1)
  },

  "a framing of the user's own: its frames, in whatever pieces they come": async ({ peer, connect }) => {
    const frames = ['', 'a\nb', 'x'.repeat(300)].map(prefixed)
    const device = await peer({ replies: { Q: raw(Buffer.concat(frames)) } }, { faults: faults.split(3) })
    const sock = connect(device)
    assert.equal(String(await sock.exchange('Q\n', { module })), '')
    assert.equal(await sock.exchange(undefined, { module }, { encoding: 'utf8' }), 'a\nb')
    assert.equal(String(await sock.exchange(undefined, { module: module.href })), 'x'.repeat(300))
    assert.equal(sock.inWaiting, 0)
  },

  "a framing of the user's own in a transaction, and its replies in the order of the requests": async ({
    peer,
    connect,
  }) => {
    const device = await peer({ replies: { Q1: raw(prefixed('one')), Q2: raw(prefixed('two')) } })
    const sock = connect(device, { pipeline: 2 })
    const replies = ['Q1\n', 'Q2\n'].map((request) => sock.exchange(request, { module }))
    assert.deepEqual((await Promise.all(replies)).map(String), ['one', 'two'])
    const inside = await sock.transaction(async (session) => String(await session.exchange('Q2\n', { module })))
    assert.equal(inside, 'two')
  },

  "a framing of the user's own that throws: FramingError with that as its cause, and the next call has a new connection":
    async ({ peer, connect }) => {
      const device = await peer({ replies: { BAD: raw(Buffer.of(0xff, 1, 2)), Q: raw(prefixed('well')) } })
      const sock = connect(device)
      const error = await failure(sock.exchange('BAD\n', { module }), { code: 'SOCKIO_FRAMING', sent: 'yes' })
      assert.match(String(error.cause), /no frame begins with ff/)
      assert.equal(String(await sock.exchange('Q\n', { module })), 'well')
      assert.equal(sock.connectionCounter, 2)
    },

  "a frame of the user's own that says its size may be longer than bufferSize, and not than maxBlock": async ({
    peer,
    connect,
  }) => {
    const long = 'y'.repeat(5000)
    const device = await peer({ replies: { Q: raw(prefixed(long)) } })
    const sock = connect(device, { bufferSize: 1000 })
    assert.equal(String(await sock.exchange('Q\n', { module })), long)
    const small = connect(device, { maxBlock: 1000 })
    await failure(small.exchange('Q\n', { module }), { code: 'SOCKIO_LIMIT_OVERRUN', says: ['5002', 'maxBlock'] })
  },

  "a late frame of the user's own is dropped with resync: discard": async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.exchange('HOLD \0\x03ab\n', { module }, { timeout: 30 }), { code: 'SOCKIO_TIMEOUT' })
    const next = sock.query('Q2')
    await device.release()
    assert.equal(await next, 'A2')
    assert.equal(sock.connectionCounter, 1)
  },
})
