/** The section `nats` of a configuration: what is wrong is named, before any I/O. */
import { describe, expect, it } from 'vitest'
import { checkSettings } from '../../src/config.ts'
import { joinNats } from '../../src/nats/nats-network.ts'

const servers = 'nats://127.0.0.1:4222'
const check = (nats: unknown) => checkSettings({ instruments: { psu1: { url: 'tcp://127.0.0.1:5025' } }, nats })

describe('nats', () => {
  it.each([
    [{ servers }],
    [{ servers: [servers, 'tls://nats.lab', '[::1]:4222'], prefix: 'site.lab-1', ttl: 15_000, replicas: 3 }],
    [{ servers, user: 'hub', password: { file: 'nats.password' }, tls: { ca: 'ca.pem' } }],
    [{ servers, token: { env: 'NATS_TOKEN' }, tls: true }],
  ])('takes %j', (nats) => {
    expect(() => check(nats)).not.toThrow()
  })

  it.each([
    [{ prefix: 'lab' }, 'nats: the key "servers" is needed'],
    [{ servers: [] }, 'nats.servers: there is none'],
    [{ servers: 7 }, 'nats.servers: expected a text, got 7'],
    [{ servers: ['http://host'] }, 'nats.servers[0]: expected nats://host:port, got "http://host"'],
    [
      { servers: 'nats://me:s3cret@host' },
      'nats.servers: expected nats://host:port, got "nats://***@host" (give the user and the password by keys of their own)',
    ],
    [{ servers, prefx: 'lab' }, 'nats: unknown key "prefx": did you mean "prefix"? (known: '],
    [
      { servers, prefix: 'lab.>' },
      'nats.prefix: expected letters, digits, _ and -, in parts with dots between, got "lab.>"',
    ],
    [{ servers, ttl: 10 }, 'nats.ttl: expected an integer of milliseconds from 1000 to 3600000, got 10'],
    [{ servers, replicas: 2 }, 'nats.replicas: expected 1, 3 or 5, got 2'],
    [{ servers, user: 'me' }, 'nats: user and password go together'],
    [{ servers, token: 'a', creds: 'b' }, 'nats: expected one of user, token, creds and nkey, got 2'],
    [{ servers, tls: { certificate: 'x' } }, 'nats: unknown key "certificate"'],
  ])('not %j', (nats, message) => {
    expect(() => check(nats)).toThrow(message)
  })

  it('says what file can not be read', async () => {
    await expect(joinNats({ servers, creds: '/nowhere/hub.creds' })).rejects.toThrow(/nats\.creds: ENOENT/)
  })
})
