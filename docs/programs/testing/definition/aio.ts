import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TCP } from '@sockio/aio'
import { faults, simulate } from '@sockio/sim'
import { older, simulated, supply } from './supply.ts'

test('ramps up, and measures', async () => {
  const played = simulated()
  await using device = await simulate(played)
  await using sock = new TCP(device.host, device.port)
  assert.equal(await supply.on(sock).ramp(5), 0.5)
  assert.equal(played.values.voltage, 5)
})

test('refuses what the supply would, before it is sent', async () => {
  await using device = await simulate(simulated())
  await using sock = new TCP(device.host, device.port)
  await assert.rejects(supply.on(sock).ramp(31), { message: /voltage: .*31/ })
  assert(!device.requests.includes('VOLT 31'))
})

test('tells what the instrument refuses', async () => {
  await using device = await simulate(older())
  await using sock = new TCP(device.host, device.port)
  const refused = { code: 'SOCKIO_INSTRUMENT', number: -222 }
  await assert.rejects(supply.on(sock).voltage.set(20), refused)
})

test('gives up in time', async () => {
  const silence = faults.silence({ match: 'MEAS:CURR?' })
  await using device = await simulate(simulated(), { faults: silence })
  await using sock = new TCP(device.host, device.port, { timeout: 100 })
  await assert.rejects(supply.on(sock).current.get(), { code: 'SOCKIO_TIMEOUT' })
})
