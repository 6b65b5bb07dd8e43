/** Section 2.3: what survives a lost connection. */
import assert from 'node:assert/strict'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { say } from '../say.ts'

export const recoveryRows = table('2.3 recovery', {
  'a connection that died before the call is replaced without a word': async ({ peer, connect }) => {
    for (const how of ['end', 'reset'] as const) {
      const seen = new Recorder()
      const device = await peer('numbered')
      const sock = connect(device, seen.options)
      assert.equal(await sock.query('Q1'), 'A1')
      await device.disconnect(how)
      await seen.state('idle')
      assert.equal(await sock.query('Q2'), 'A2')
      assert.equal(sock.connectionCounter, 2)
    }
  },

  'an exchange cut after writing is not sent again by default': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close({ match: 'Q1' }) })
    const sock = connect(device)
    await failure(sock.query('Q1'), { code: 'SOCKIO_CONNECTION_EOF', sent: 'yes' })
    assert.deepEqual(await device.requests(), ['Q1'])
  },

  'retries: it is sent again, whole, on the new connection': async ({ peer, connect }) => {
    for (const fault of [
      faults.close({ times: 1 }),
      faults.reset({ times: 1 }),
      faults.dropAfter(1, { every: 1, times: 1 }),
    ]) {
      const device = await peer('numbered', { faults: fault })
      const sock = connect(device, { retries: 1 })
      assert.equal(await sock.query('Q1'), 'A1')
      assert.deepEqual(await device.requests(), ['Q1', 'Q1'])
      assert.equal(sock.connectionCounter, 2)
    }
  },

  'retries: after the hook, and before what is queued behind': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close({ match: 'Q1', times: 1 }) })
    const sock = connect(device, { retries: 1, onConnectionMade: (session) => session.query('Q0') })
    assert.deepEqual(await Promise.all([sock.query('Q1'), sock.query('Q2')]), ['A1', 'A2'])
    assert.deepEqual(await device.requests(), ['Q0', 'Q1', 'Q0', 'Q1', 'Q2'])
  },

  'retries: up to n times, then the error': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close({ match: 'Q1' }) })
    const sock = connect(device, { retries: 2 })
    await failure(sock.query('Q1'), { code: 'SOCKIO_CONNECTION_EOF', sent: 'yes', request: 'Q1\n' })
    assert.deepEqual(await device.requests(), ['Q1', 'Q1', 'Q1'])
  },

  'retries: per call': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close({ every: 1, times: 2 }) })
    const sock = connect(device)
    await failure(sock.query('Q1'), { code: 'SOCKIO_CONNECTION_EOF' })
    assert.equal(await sock.query('Q2', { retries: 1 }), 'A2')
    const other = connect(await peer('numbered', { faults: faults.close() }), { retries: 5 })
    await failure(other.query('Q3', { retries: 0 }), { code: 'SOCKIO_CONNECTION_EOF' })
  },

  'retries: the timeout bounds all of them together': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.refuse() })
    await device.clear()
    await device.inject(faults.close())
    const sock = connect(device, { retries: Number.POSITIVE_INFINITY, timeout: 200 })
    await failure(sock.query('Q1'), { code: 'SOCKIO_TIMEOUT' })
  },

  'retries: what is aborted before it is sent again does not say that nothing was sent': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.reset({ match: 'Q1' }) })
    const reconnect = { retries: 9, minDelay: 3_600_000, maxDelay: 3_600_000, jitter: false } as const
    const sock = connect(device, { ...seen.options, retries: 1, reconnect })
    await sock.open()
    await device.connected() // it would be refused too, if it were not accepted yet
    await device.inject(faults.refuse())
    const control = new AbortController()
    const call = failure(sock.query('Q1', { signal: control.signal }), {
      code: 'SOCKIO_ABORTED',
      phase: 'connecting',
      sent: 'yes',
    })
    await seen.state('waiting')
    control.abort()
    await call
  },

  'half a line keeps the reason of its end, when no other connection can be made': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await say(device, sock, '1\n2')
    await device.inject(faults.refuse())
    await device.disconnect('end')
    await seen.state('idle')
    await failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT' })
    assert.equal(String(await sock.readLine()), '1\n')
    await failure(sock.readLine(), { code: 'SOCKIO_CONNECTION_EOF', partial: '2' })
  },

  'retries: lines that had arrived are not handed out twice': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.dropAfter(5, { match: 'M4', times: 1 }) })
    const sock = connect(device, { retries: 1 })
    assert.deepEqual((await sock.writeReadLines('M4\n', 4)).map(String), ['1\n', '2\n', '3\n', '4\n'])
  },

  'retries: of a pipeline all are sent again, in order': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close({ match: 'Q2', times: 1 }) })
    const sock = connect(device, { retries: 1, pipeline: 4 })
    const replies = await Promise.all(['Q1', 'Q2', 'Q3', 'Q4', 'Q5'].map((text) => sock.query(text)))
    assert.deepEqual(replies, ['A1', 'A2', 'A3', 'A4', 'A5'])
  },

  'a read is not sent again: it ends with the connection': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { retries: 3 })
    await sock.open()
    const read = failure(sock.readLine(), { code: 'SOCKIO_CONNECTION_EOF' })
    await sock.write('W1\n') // it comes after the read has begun, also where the sockets have a thread of their own
    await device.disconnect('end')
    await read
  },

  'a reboot is survived, within the policy': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.silence({ match: 'Q2', times: 1 }) })
    const options = { retries: 1, reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 5, maxDelay: 20 } }
    const sock = connect(device, { ...seen.options, ...options })
    assert.equal(await sock.query('Q1'), 'A1')
    const cut = sock.query('Q2')
    await device.received('Q2')
    await device.reboot(100)
    assert.equal(await sock.query('Q3'), 'A3')
    assert.equal(await cut, 'A2')
    assert(seen.retries.length > 0)
  },

  'the delays grow, up to maxDelay': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.refuse() })
    const reconnect = { retries: 6, minDelay: 2, maxDelay: 20, factor: 2, jitter: false }
    await failure(connect(device, { ...seen.options, reconnect }).open(), { code: 'SOCKIO_CONNECT' })
    assert.deepEqual(
      seen.retries.map(({ delay }) => delay),
      [2, 4, 8, 16, 20, 20],
    )
  },

  'full jitter keeps the delays between 0 and the whole': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.refuse() })
    const reconnect = { retries: 10, minDelay: 8, maxDelay: 8 }
    await failure(connect(device, { ...seen.options, reconnect }).open(), { code: 'SOCKIO_CONNECT' })
    const delays = seen.retries.map(({ delay }) => delay)
    assert(delays.every((delay) => delay >= 0 && delay <= 8))
    assert(new Set(delays).size > 1, `${delays}`)
  },

  'reconnect as a function decides on each attempt': async ({ peer, connect }) => {
    const asked: [number, string][] = []
    const device = await peer('numbered', { faults: faults.refuse() })
    const reconnect = (attempt: number, error: Error) => {
      asked.push([attempt, (error as NodeJS.ErrnoException).code ?? error.name])
      return attempt < 3 ? 1 : false
    }
    await failure(connect(device, { reconnect }).open(), { code: 'SOCKIO_CONNECT', says: ['3 attempts'] })
    assert.deepEqual(asked, [
      [1, 'ECONNREFUSED'],
      [2, 'ECONNREFUSED'],
      [3, 'ECONNREFUSED'],
    ])
  },

  'onRetry tells the attempt, the delay and the error': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, { ...seen.options, reconnect: { retries: 50, minDelay: 5, maxDelay: 20 } })
    const reply = sock.query('Q1')
    await seen.state('waiting')
    await device.clear()
    assert.equal(await reply, 'A1')
    const [first] = seen.retries
    assert.equal(first?.attempt, 1)
    assert(first.delay >= 0 && first.delay <= 20)
    assert.equal((first.error as NodeJS.ErrnoException).code, 'ECONNREFUSED')
  },

  'attempts are counted anew after a connection': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, {
      ...seen.options,
      reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 5, maxDelay: 5, jitter: false },
    })
    const reply = sock.query('Q1')
    await seen.state('waiting', 2)
    await device.clear()
    await reply
    await device.inject(faults.refuse())
    await device.disconnect('reset')
    await seen.state('idle')
    const before = seen.retries.length
    const second = sock.query('Q2')
    await seen.state('waiting', before + 1)
    await device.clear()
    assert.equal(await second, 'A2')
    assert.equal(seen.retries[before]?.attempt, 1)
  },

  'an instrument that always hangs up is not called at full speed': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close() })
    const sock = connect(device, { retries: Number.POSITIVE_INFINITY, timeout: 500 })
    await failure(sock.query('Q1'), { code: 'SOCKIO_TIMEOUT' })
    const connections = await device.connections()
    assert(connections < 100, `${connections} connections in 500 ms`)
  },
})
