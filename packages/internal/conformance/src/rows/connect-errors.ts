/** Section 2.3: connections that can't be made, and sockets that must not make them. */
import assert from 'node:assert/strict'
import { faults } from '@sockio/sim'
import { failure, rejection } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'

export const connectErrorRows = table('2.3 connecting', {
  'refused: ConnectError with the cause of the system': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered', { faults: faults.refuse() }))
    await failure(sock.query('Q1'), {
      code: 'SOCKIO_CONNECT',
      phase: 'connecting',
      sent: 'no',
      request: 'Q1\n',
      partial: '',
      cause: 'ECONNREFUSED',
      says: ['could not connect', 'ECONNREFUSED', 'port'],
    })
    assert.equal(sock.state, 'idle')
  },

  'an unknown name: ConnectError with the cause of the system': async ({ connect }) => {
    const sock = connect({ host: 'no-such-instrument.invalid', port: 5025 })
    const error = await failure(sock.open(), {
      code: 'SOCKIO_CONNECT',
      phase: 'connecting',
      sent: 'no',
      says: ['name'],
    })
    assert(['ENOTFOUND', 'EAI_AGAIN'].includes((error.cause as NodeJS.ErrnoException).code ?? ''), `${error.cause}`)
  },

  'all calls that wait for a connection get the error': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered', { faults: faults.refuse() }))
    const calls = [
      sock.open(),
      sock.query('Q1'),
      sock.write('W1\n'),
      sock.readLine(),
      sock.transaction(() => undefined),
      sock.lines({ match: 'E' }).next(),
    ]
    await Promise.all(calls.map((call) => failure(call, { code: 'SOCKIO_CONNECT', phase: 'connecting', sent: 'no' })))
    assert.equal(sock.state, 'idle')
  },

  'the error comes after the retries are spent, and says how many': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, { ...seen.options, reconnect: { retries: 3, minDelay: 1 } })
    await failure(sock.open(), { code: 'SOCKIO_CONNECT', cause: 'ECONNREFUSED', says: ['4 attempts'] })
    assert.deepEqual(
      seen.retries.map(({ attempt }) => attempt),
      [1, 2, 3],
    )
  },

  'after a failed attempt the next call tries again': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device)
    await failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT' })
    await device.clear()
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(await device.requests(), ['Q2'])
  },

  'connectionTimeout: ConnectTimeoutError': async ({ peer, connect }) => {
    const device = await peer('silent') // never does its part of the TLS handshake
    const sock = connect(device, { tls: true, connectionTimeout: 60 })
    const begun = performance.now()
    await failure(sock.query('Q1'), {
      code: 'SOCKIO_CONNECT_TIMEOUT',
      phase: 'connecting',
      sent: 'no',
      request: 'Q1\n',
      says: ['60 ms', 'connectionTimeout'],
    })
    assert(performance.now() - begun >= 55)
    assert.equal(sock.state, 'idle')
    await device.disconnected()
  },

  'connectionTimeout is for one attempt, and the policy may follow with others': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('silent')
    const options = { tls: true, connectionTimeout: 30, reconnect: { retries: 2, minDelay: 1 } }
    const sock = connect(device, { ...seen.options, ...options })
    await failure(sock.open(), { code: 'SOCKIO_CONNECT_TIMEOUT' })
    assert.equal(seen.retries.length, 2)
    assert.deepEqual(
      seen.retries.map(({ error }) => error.name),
      ['ConnectTimeoutError', 'ConnectTimeoutError'],
    )
  },

  'connectionTimeout bounds the hook too': async ({ peer, connect }) => {
    const device = await peer('silent')
    let runs = false
    const onConnectionMade = () => {
      runs = true
      return new Promise(() => undefined)
    }
    const sock = connect(device, { connectionTimeout: 50, onConnectionMade })
    while (!runs) {
      // on a machine that is busy, there may be no connection within the limit
      const error = await rejection(sock.open())
      const phase = runs ? 'initialising' : 'connecting'
      await failure(Promise.reject(error), { code: 'SOCKIO_CONNECT_TIMEOUT', phase, sent: 'no' })
    }
    await device.disconnected()
  },

  'connectionTimeout does not bound what comes after': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'), { connectionTimeout: 100 })
    await until('a connection was made within the limit', () =>
      sock.open().then(
        () => true,
        () => false,
      ),
    )
    const { connectionCounter } = sock
    assert.equal(await sock.query('L250 x'), 'x')
    assert.equal(sock.connectionCounter, connectionCounter)
  },

  'autoReconnect false: NotConnectedError without a connection': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { autoReconnect: false })
    const refused = { code: 'SOCKIO_NOT_CONNECTED', sent: 'no', says: ['open()'] } as const
    await failure(sock.query('Q1'), { ...refused, request: 'Q1\n' })
    await failure(sock.readLine(), refused)
    await failure(sock.write('W1\n'), refused)
    await failure(
      sock.transaction(() => undefined),
      refused,
    )
    await failure(sock.lines().next(), refused)
    assert.equal(await device.connections(), 0)
  },

  'autoReconnect false: open() opens, and a loss is not mended': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, { ...seen.options, autoReconnect: false })
    await sock.open()
    assert.equal(await sock.query('Q1'), 'A1')
    await device.disconnect('end')
    await seen.state('idle')
    await failure(sock.query('Q2'), { code: 'SOCKIO_NOT_CONNECTED', sent: 'no' })
    await sock.open()
    assert.equal(await sock.query('Q3'), 'A3')
    assert.deepEqual(await device.requests(), ['Q1', 'Q3'])
  },

  'autoReconnect false: what is queued when the connection is lost fails': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close({ match: 'Q1' }) })
    const sock = connect(device, { autoReconnect: false })
    await sock.open()
    const cut = failure(sock.query('Q1'), { code: 'SOCKIO_CONNECTION_EOF', sent: 'yes' })
    await failure(sock.query('Q2'), { code: 'SOCKIO_NOT_CONNECTED', sent: 'no' })
    await cut
    assert.equal(sock.state, 'idle')
    assert.equal(await device.connections(), 1)
  },

  'an instrument with room for one client is called again': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.singleClient() })
    const first = connect(device)
    await first.query('Q1')
    const second = connect(device)
    await failure(second.query('Q2'), { code: 'SOCKIO_CONNECTION_EOF', says: ['one client at a time?'] })
    await first.close()
    await device.disconnected()
    assert.equal(await second.query('Q3'), 'A3')
  },

  'settle: an instrument that is busy with another client is called until it is free': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.singleClient() })
    const first = connect(device)
    await first.query('Q1')
    let hungUp = 0
    const second = connect(device, {
      settle: 1000,
      reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 20, factor: 1 },
      onRetry: () => hungUp++,
    })
    const reply = second.query('Q2')
    reply.catch(() => undefined)
    await until('it was hung up on some times', () => hungUp > 2)
    await first.close()
    assert.equal(await reply, 'A2')
    assert.deepEqual(await device.requests(), ['Q1', 'Q2'])
    assert.equal(second.connectionCounter, 1)
  },

  'settle: a hang-up within it is a failed attempt, by FIN and by RST': async ({ peer, connect }) => {
    const device = await peer('silent')
    for (const how of ['end', 'reset'] as const) {
      const sock = connect(device, { settle: 60_000, onConnectionMade: () => assert.fail('the hook ran') })
      const cut = failure(sock.query('Q1'), {
        code: 'SOCKIO_CONNECT',
        phase: 'connecting',
        sent: 'no',
        says: ['could not connect', 'one client at a time?'],
      })
      await device.disconnect(how)
      await cut
    }
    assert.deepEqual(await device.requests(), [])
  },

  'settle: what it says before it hangs up is in the error, by FIN and by RST': async ({ peer, connect }) => {
    const device = await peer('silent')
    for (const how of ['end', 'reset'] as const) {
      const heard = Promise.withResolvers<void>()
      const sock = connect(device, { settle: 60_000, onWire: () => heard.resolve() })
      const cut = failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT', sent: 'no', says: ['had said "BUSY\\n"'] })
      await device.connected()
      await device.send('BUSY')
      await heard.promise
      await device.disconnect(how)
      await cut
      await device.disconnected()
    }
  },

  'hung up on before the first byte: the error asks whether it takes one client': async ({ peer, connect }) => {
    const device = await peer('silent')
    for (const how of ['end', 'reset'] as const) {
      const sock = connect(device)
      const cut = failure(sock.query(how), {
        code: how === 'end' ? 'SOCKIO_CONNECTION_EOF' : 'SOCKIO_CONNECTION_LOST',
        says: ['accepts and hangs up: does it take one client at a time?'],
      })
      await device.received(how)
      await device.disconnect(how)
      await cut
    }
  },
})
