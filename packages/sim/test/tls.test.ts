/** The same device over TLS; a pre-shared key stands in for a certificate. */
import { connect, type TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { faults, type SimulatedDevice, scope, simulate } from '../src/index.ts'
import { RawClient } from './raw-client.ts'

const psk = Buffer.from('0123456789abcdef0123456789abcdef')
const tls = { ciphers: 'PSK', maxVersion: 'TLSv1.2', pskCallback: () => psk } as const

function dial(device: SimulatedDevice): TLSSocket {
  return connect({
    host: device.host,
    port: device.port,
    ciphers: 'PSK',
    maxVersion: 'TLSv1.2',
    checkServerIdentity: () => undefined,
    pskCallback: () => ({ psk, identity: 'test' }),
  })
}

test('answers, over TLS', async () => {
  await using device = await simulate(scope(), { tls })
  expect(device.url).toBe(`tls://127.0.0.1:${device.port}`)
  await using client = new RawClient(dial(device))
  expect(await client.write('*IDN?\n').lines(1)).toBe('SOCKIO,SCOPE,0,1.0\n')
  client.write('WAV:POIN 200000;DATA?\n')
  await client.until(() => client.bytes.length === 19 + 8 + 200_000 + 1)
  expect(device.clients).toBe(1)
  client.socket.end()
  await device.disconnected()
})

test.each([
  ['FIN', faults.close()],
  ['ECONNRESET', faults.reset()],
] as const)('ends with %s', async (end, fault) => {
  await using device = await simulate(scope(), { tls, faults: fault })
  await using client = new RawClient(dial(device))
  expect(await client.write('*IDN?\n').ended()).toBe(end)
})

test.each([faults.stall(), faults.halfOpen()])('is dead for a while: $kind', async (fault) => {
  await using device = await simulate(scope(), { tls, faults: fault })
  await using client = new RawClient(dial(device))
  await device.connected()
  client.write('*IDN?\n')
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
  expect(device.requests).toEqual([])
  device.clear()
  expect(await client.lines(1)).toBe('SOCKIO,SCOPE,0,1.0\n')
})

test('a client that speaks no TLS, and one that leaves during the handshake', async () => {
  await using device = await simulate(scope(), { tls })
  await using plain = await RawClient.to(device)
  await plain.write('*IDN?\n').ended()
  expect(plain.text).not.toContain('SCOPE')
  expect(await RawClient.dial(device)).toBe('connected')
  expect(device.clients).toBe(0)
})

test('close() ends a handshake that does not go on', async () => {
  const device = await simulate(scope(), { tls })
  await using client = await RawClient.to(device)
  await device.close()
  expect(await client.ended()).not.toBe('')
})
