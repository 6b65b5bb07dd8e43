/** A connection under another clock than the system's: its limits and delays are that clock's. */
import { address } from '@sockio/core'
import { faults, silent, simulate } from '@sockio/sim'
import { expect, it } from 'vitest'
import { Connection } from '../src/index.ts'
import { ManualTime } from './manual-time.ts'
import { run } from './rig.ts'

it('a call times out when that clock says so', async () => {
  await using device = await simulate(silent())
  const time = new ManualTime()
  const connection = new Connection(address(device.host, device.port), { timeout: 3_600_000 }, undefined, time)
  const reply = run(connection, connection.operations.query('A?'))
  let ended = false
  reply
    .catch(() => undefined)
    .finally(() => {
      ended = true
    })
  await device.received('A?')
  time.move(3_599_000)
  await new Promise(setImmediate)
  expect(ended).toBe(false)
  time.move(1000)
  await expect(reply).rejects.toMatchObject({ code: 'SOCKIO_TIMEOUT', sent: 'yes' })
  await new Promise<void>((resolve) => connection.dispose(resolve))
})

it('the delay before a connection is tried again is of that clock', async () => {
  await using device = await simulate({ 'A?': 'yes' }, { faults: faults.refuse() })
  const time = new ManualTime()
  const retried = Promise.withResolvers<number>()
  const options = { reconnect: () => 60_000, onRetry: ({ delay }: { delay: number }) => retried.resolve(delay) }
  const connection = new Connection(address(device.host, device.port), options, undefined, time)
  const reply = run(connection, connection.operations.query('A?'))
  expect(await retried.promise).toBe(60_000)
  device.clear()
  await device.ready()
  time.move(60_000)
  expect(await reply).toBe('yes')
  await new Promise<void>((resolve) => connection.dispose(resolve))
})

it('close() ends in real time: the peer lives in no other', async () => {
  await using device = await simulate({ 'A?': 'yes' })
  const connection = new Connection(address(device.host, device.port), {}, undefined, new ManualTime())
  await run(connection, connection.operations.query('A?'))
  device.inject(faults.halfOpen())
  await new Promise<void>((resolve) => connection.close(resolve))
  expect(connection.state).toBe('idle')
})
