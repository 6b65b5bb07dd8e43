/** Limits that hold where nobody gives any. */
import { address } from '@sockio/core'
import { faults, raw, simulate } from '@sockio/sim'
import { expect, it } from 'vitest'
import { Connection } from '../src/index.ts'
import { ManualTime } from './manual-time.ts'
import { rig, run } from './rig.ts'

/** What is there to happen happens. */
async function turns(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}

it.each([
  ['at once', 0],
  ['after a while, when the socket is looked at before', 100],
])('10,000 exchanges wait, and not one more: %s', async (_when, ms) => {
  const time = new ManualTime()
  await using it = await rig({}, {}, time)
  const { connection } = it
  await run(connection, connection.operations.open())
  time.move(ms)
  const codes: unknown[] = []
  const ask = () => {
    connection.start(connection.operations.query('A?'), { onError: ({ code }) => codes.push(code) })
  }
  for (let i = 0; i <= 10_000; i++) ask() // and one is under way
  expect(codes).toEqual([])
  await it.device.received('A?')
  ask()
  await turns()
  expect(codes).toEqual(['SOCKIO_QUEUE_FULL'])
})

it('a line of 1 MiB is one, and what is longer is none', async () => {
  const line = 'x'.repeat(2 ** 20 - 1)
  await using it = await rig({ 'FITS?': raw(`${line}\n`), 'LONG?': raw(`${line}xx\n`) })
  const { operations } = it.connection
  expect(await run(it.connection, operations.query('FITS?'))).toBe(line)
  await expect(run(it.connection, operations.query('LONG?'))).rejects.toMatchObject({ code: 'SOCKIO_LIMIT_OVERRUN' })
})

it('close() takes 250 ms at most: where the peer does not say goodbye, that long', async () => {
  const time = new ManualTime()
  const device = await simulate({ 'A?': 'B' })
  const connection = new Connection(address(device.host, device.port), {}, undefined, time)
  await run(connection, connection.operations.query('A?'))
  device.inject(faults.halfOpen())
  const end = new Promise<void>((resolve) => connection.close(resolve))
  await turns()
  time.move(249)
  await turns()
  expect(connection.state).toBe('closing')
  time.move(1)
  await end
  await device.close()
})
