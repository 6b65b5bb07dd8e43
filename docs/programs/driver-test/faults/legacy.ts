import { socketForUrl } from '@sockio/legacy'
import { faults, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { simulated } from './simulated.ts'
import { supply } from './supply.ts'

/** A test of vitest is over when its promise is: this is one of a call with a callback. */
const given = <T>(call: (callback: (err: Error | null, value: T) => void) => void) =>
  new Promise<T>((resolve, reject) =>
    call((err, value) => (err ? reject(err) : resolve(value))),
  )

test('measures, and switches off', async () => {
  const played = simulated()
  await using device = await simulate(played)
  await using psu = supply.open(socketForUrl, device.url)
  expect(await given((done) => psu.measure(5, done))).toBe(0.5)
  expect(played.values.output).toBe('off')
})

test('tells what the instrument refuses', async () => {
  await using device = await simulate(simulated())
  await using psu = supply.open(socketForUrl, device.url)
  const refused = given((done) => psu.voltage.set(25, done))
  await expect(refused).rejects.toMatchObject({ code: 'SOCKIO_INSTRUMENT', number: -222 })
})

test('takes noise for no reading, and switches off', async () => {
  const played = simulated()
  await using device = await simulate(played, {
    faults: faults.garbage({ match: 'MEAS:CURR?' }),
  })
  await using psu = supply.open(socketForUrl, device.url)
  await expect(given((done) => psu.measure(5, done))).rejects.toMatchObject({
    code: 'SOCKIO_DECODE',
  })
  expect(played.values.output).toBe('off')
})

test('gives up in time, and works again', async () => {
  await using device = await simulate(simulated())
  await using psu = supply.open(socketForUrl, device.url)
  const heard = device.inject(faults.silence({ match: 'MEAS:CURR?' }))
  const late = given((done) => psu.current.get({ timeout: 100 }, done))
  await expect(late).rejects.toMatchObject({ code: 'SOCKIO_TIMEOUT' })
  heard()
  expect(await given((done) => psu.measure(5, done))).toBe(0.5)
})

test('asks again when the connection broke in the middle of a reply', async () => {
  await using device = await simulate(simulated(), {
    faults: faults.reset({ match: 'MEAS:CURR?', times: 1 }),
  })
  await using psu = supply.open(socketForUrl, device.url)
  expect(await given((done) => psu.current.get({ retries: 1 }, done))).toBe(0)
  expect(device.connections).toBe(2)
})
