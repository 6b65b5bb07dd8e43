import { faults, simulate } from '@sockio/sim'
import { socketForUrl } from '@sockio/sio'
import { expect, test } from 'vitest'
import { simulated } from './simulated.ts'
import { supply } from './supply.ts'

/** Futures: the simulator is in the thread of the test, which must not be blocked. */
const options = { resolveFutures: false } as const

test('measures, and switches off', async () => {
  const played = simulated()
  await using device = await simulate(played)
  await using psu = supply.open(socketForUrl, device.url, options)
  expect(await psu.measure(5)).toBe(0.5)
  expect(played.values.output).toBe('off')
})

test('tells what the instrument refuses', async () => {
  await using device = await simulate(simulated())
  await using psu = supply.open(socketForUrl, device.url, options)
  await expect(psu.voltage.set(25)).rejects.toMatchObject({
    code: 'SOCKIO_INSTRUMENT',
    number: -222,
  })
})

test('takes noise for no reading, and switches off', async () => {
  const played = simulated()
  await using device = await simulate(played, {
    faults: faults.garbage({ match: 'MEAS:CURR?' }),
  })
  await using psu = supply.open(socketForUrl, device.url, options)
  await expect(psu.measure(5)).rejects.toMatchObject({ code: 'SOCKIO_DECODE' })
  expect(played.values.output).toBe('off')
})

test('gives up in time, and works again', async () => {
  await using device = await simulate(simulated())
  await using psu = supply.open(socketForUrl, device.url, options)
  const heard = device.inject(faults.silence({ match: 'MEAS:CURR?' }))
  await expect(psu.current.get({ timeout: 100 })).rejects.toMatchObject({
    code: 'SOCKIO_TIMEOUT',
  })
  heard()
  expect(await psu.measure(5)).toBe(0.5)
})

test('asks again when the connection broke in the middle of a reply', async () => {
  await using device = await simulate(simulated(), {
    faults: faults.reset({ match: 'MEAS:CURR?', times: 1 }),
  })
  await using psu = supply.open(socketForUrl, device.url, options)
  expect(await psu.current.get({ retries: 1 })).toBe(0)
  expect(device.connections).toBe(2)
})
