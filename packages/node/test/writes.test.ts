/** Writes: merged, held back when the peer does not read, and never half-sent to a socket that was dead already. */
import { faults } from '@sockio/sim'
import { expect, it } from 'vitest'
import { ManualTime } from './manual-time.ts'
import { rig, run } from './rig.ts'

it('writes of one turn leave together, in their order', async () => {
  const sent: string[] = []
  await using it = await rig(
    {},
    {
      onWire: ({ direction, bytes }) => direction === 'sent' && sent.push(String(bytes)),
    },
  )
  const { connection } = it
  await Promise.all(['A', 'B', 'C'].map((text) => run(connection, connection.operations.write(`${text}\n`))))
  await it.device.received(3)
  expect(sent).toEqual(['A\n', 'B\n', 'C\n'])
  expect(it.device.requests).toEqual(['A', 'B', 'C'])
})

it('a write that the peer does not take times out, and what waited behind it is not sent', async () => {
  const time = new ManualTime()
  await using it = await rig({ '*IDN?': 'ACME' }, {}, time)
  const { connection, device } = it
  await run(connection, connection.operations.query('*IDN?'))
  const start = device.inject(faults.stall())
  const big = run(connection, connection.operations.write(Buffer.alloc(32 * 1024 * 1024), { timeout: 100 }))
  const late = run(connection, connection.operations.query('LATE?', { timeout: 50 }))
  const ended = Promise.all([
    expect(late).rejects.toMatchObject({ code: 'SOCKIO_TIMEOUT', phase: 'queued', sent: 'no' }),
    expect(big).rejects.toMatchObject({ code: 'SOCKIO_TIMEOUT', phase: 'writing', sent: 'maybe' }),
  ])
  time.move(50)
  await late.catch(() => undefined)
  time.move(50)
  await ended
  start()
  expect(await run(connection, connection.operations.query('*IDN?'))).toBe('ACME')
  expect(device.requests).not.toContain('LATE?')
})

it('a socket that the kernel knows to be dead costs the caller nothing', async () => {
  await using it = await rig({ '*IDN?': 'ACME' })
  const { connection, device } = it
  expect(await run(connection, connection.operations.query('*IDN?'))).toBe('ACME')
  await device.reboot(0)
  await device.ready()
  expect(await run(connection, connection.operations.query('*IDN?'))).toBe('ACME')
  expect(connection.connectionCounter).toBe(2)
})
