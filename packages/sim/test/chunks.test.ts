/** Devices that find the end of a request themselves, and say something when a client comes. */
import { expect, it } from 'vitest'
import { type DeviceFunction, raw, simulate } from '../src/index.ts'
import { RawClient } from './raw-client.ts'

it('a request is what comes at once, and a client that has come is greeted', async () => {
  const heard: string[] = []
  const device: DeviceFunction = Object.assign(
    (request: string) => {
      heard.push(request)
      return raw(Buffer.from(request, 'latin1'))
    },
    {
      defaults: { encoding: 'latin1', chunks: true } as const,
      connected: (session: { send(reply: string): void }) => session.send('hello'),
    },
  )
  await using simulated = await simulate(device)
  await using client = await RawClient.to(simulated)
  expect(await client.lines(1)).toBe('hello\n')
  client.write(Buffer.of(0xff, 0x00, 0x41))
  await simulated.received(1)
  expect(heard.join('')).toBe('\xff\x00A')
})

it('what it throws there ends the connection, and is an error of the device', async () => {
  const device: DeviceFunction = Object.assign(() => 'x', {
    connected: () => {
      throw new Error('no')
    },
  })
  await using simulated = await simulate(device)
  const warned = new Promise((resolve) => process.once('warning', resolve))
  await using client = await RawClient.to(simulated)
  expect(await client.ended()).toBe('FIN')
  await warned
  expect(simulated.errors.map(({ message }) => message)).toEqual(['no'])
})
