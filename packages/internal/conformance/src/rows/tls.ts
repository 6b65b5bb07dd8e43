/** Section 2.4: the option `tls`. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { cert, expired, key } from '../peers/certificate.ts'
import { table } from '../row.ts'

const server = { tls: { key, cert } }

const why = new Error('not this one')
const refuse = () => {
  throw why
}

export const tlsRows = table('2.4 tls', {
  'a URL of tls:// is never plain TCP, whatever its options leave undefined': async ({ peer, connectUrl }) => {
    const device = await peer('numbered', server)
    const url = `tls://localhost:${device.port}`
    for (const options of [{}, { tls: undefined }, { tls: true }]) {
      await failure(connectUrl(url, options).query('Q1'), {
        code: 'SOCKIO_CONNECT',
        cause: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      })
    }
    assert.deepEqual(await device.requests(), [])
  },

  'options of TLS that are undefined are those that are absent': async ({ peer, connect }) => {
    const device = await peer('numbered', server)
    const names = [
      'host',
      'port',
      'servername',
      'checkServerIdentity',
      'minVersion',
      'ciphers',
      'minDHSize',
      'secureContext',
    ]
    const tls = { ...Object.fromEntries(names.map((name) => [name, undefined])), ca: cert }
    assert.equal(await connect({ host: 'localhost', port: device.port }, { tls }).query('Q1'), 'A1')
  },

  'a self-signed certificate is refused by default': async ({ peer, connect }) => {
    const device = await peer('numbered', server)
    const sock = connect(device, { tls: true })
    await failure(sock.query('Q1'), {
      code: 'SOCKIO_CONNECT',
      phase: 'connecting',
      sent: 'no',
      cause: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      says: [
        'tls://',
        /self[- ]signed/,
        '(is it whom it should be? Then give its certificate, or what signed that: tls: { ca })',
      ],
    })
    assert.deepEqual(await device.requests(), [])
  },

  'an alert of TLS is told on one line, without what would steer a terminal': async ({ peer, connect }) => {
    const device = await peer('numbered', { tls: { key, cert, maxVersion: 'TLSv1.2' } })
    const sock = connect(device, { tls: { ca: cert, minVersion: 'TLSv1.3' } })
    const error = await failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT', sent: 'no', says: [/protocol.?version/i] })
    assert.doesNotMatch(error.message, /\p{Cc}/u)
    assert.doesNotMatch((error.cause as Error).message, /\p{Cc}/u)
  },

  'it is accepted with ca': async ({ peer, connect }) => {
    const device = await peer('numbered', server)
    const sock = connect(device, { tls: { ca: cert } })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(await connect({ host: 'localhost', port: device.port }, { tls: { ca: cert } }).query('Q2'), 'A2')
  },

  'a certificate that has expired is refused': async ({ peer, connect }) => {
    const device = await peer('numbered', { tls: expired })
    const sock = connect(device, { tls: { ca: expired.cert } })
    const says = ['tls://', 'expired']
    await failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT', sent: 'no', cause: 'CERT_HAS_EXPIRED', says })
    assert.deepEqual(await device.requests(), [])
  },

  'a peer that never answers the handshake: the call ends in time, and nothing goes on': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { tls: true })
    await failure(sock.query('Q1', { timeout: 50 }), { code: 'SOCKIO_TIMEOUT', phase: 'connecting', sent: 'no' })
    assert.equal(sock.state, 'idle')
    await device.disconnected()
  },

  'a wrong name is refused': async ({ peer, connect }) => {
    const device = await peer('numbered', server)
    const sock = connect(device, { tls: { ca: cert, servername: 'other.example' } })
    await failure(sock.open(), { code: 'SOCKIO_CONNECT', cause: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  },

  'a peer that speaks no TLS: ConnectError': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.banner('HTTP/1.1 400 Bad Request') })
    const sock = connect(device, { tls: true })
    await failure(sock.open(), { code: 'SOCKIO_CONNECT', phase: 'connecting' })
  },

  'a peer that does not answer the handshake: the error says that it is there': async ({ peer, connect }) => {
    const device = await peer('silent')
    const says = ['the TLS handshake is not answered']
    const limited = connect(device, { tls: true, connectionTimeout: 1000 })
    await failure(limited.open(), { code: 'SOCKIO_CONNECT_TIMEOUT', says })
    await failure(connect(device, { tls: true }).query('Q1', { timeout: 1000 }), { code: 'SOCKIO_TIMEOUT', says })
  },

  'options that node:tls does not take: ConnectError': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered', server), { tls: { minVersion: 'TLSv9' as 'TLSv1.3' } })
    await failure(sock.open(), { code: 'SOCKIO_CONNECT' })
    assert.equal(sock.state, 'idle')
  },

  'checkServerIdentity that throws: ConnectError with that as its cause': async ({ peer, connect }) => {
    const device = await peer('numbered', server)
    const sock = connect(device, { tls: { ca: cert, checkServerIdentity: refuse } })
    const error = await failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT', sent: 'no', says: ['not this one'] })
    assert.equal(error.cause, why)
    assert.deepEqual(await device.requests(), [])
  },

  'pskCallback that throws: ConnectError with that as its cause': async ({ connect }) => {
    const keys = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const
    const keyed = createServer({ ...keys, pskCallback: () => null })
    await once(keyed.listen(0, '127.0.0.1'), 'listening')
    const at = { host: '127.0.0.1', port: (keyed.address() as AddressInfo).port }
    const other = connect(at, { tls: { ...keys, pskCallback: refuse } })
    const refused = await failure(other.query('Q1'), { code: 'SOCKIO_CONNECT', sent: 'no', says: ['not this one'] })
    keyed.close()
    assert.equal(refused.cause, why)
  },

  'losses, retries and timeouts are the same over TLS': async ({ peer, connect }) => {
    const device = await peer('numbered', { ...server, faults: faults.reset({ match: 'Q1', times: 1 }) })
    const sock = connect(device, { tls: { ca: cert }, retries: 1, eol: '\n' })
    assert.equal(await sock.query('Q1'), 'A1')
    await failure(sock.query('HOLD x', { timeout: 30 }), { code: 'SOCKIO_TIMEOUT', sent: 'yes' })
    assert.equal(await sock.query('Q2'), 'A2')
    await device.inject(faults.close({ times: 1 }))
    await failure(sock.query('Q3', { retries: 0 }), { code: 'SOCKIO_CONNECTION_EOF' })
  },

  'much can be sent and received over TLS': async ({ peer, connect }) => {
    const device = await peer({ name: 'scope', points: 3_000_000 }, server)
    const sock = connect(device, { tls: { ca: cert } })
    assert.equal((await sock.writeReadBlock('WAV:DATA?\n')).length, 3_000_000)
  },
})
