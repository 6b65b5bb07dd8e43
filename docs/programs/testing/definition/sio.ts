import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults, simulate } from '@sockio/sim'
import { TCP } from '@sockio/sio'
import { older, simulated, supply } from './supply.ts'

/** With futures, which are awaited here, the thread can play the instrument as well. */
const resolveFutures = false

test('ramps up, and measures', async () => {
  const played = simulated()
  await using device = await simulate(played)
  await using sock = new TCP(device.host, device.port, { resolveFutures })
  assert.equal(await supply.on(sock).ramp(5), 0.5)
  assert.equal(played.values.voltage, 5)
})

test('refuses what the supply would, before it is sent', async () => {
  await using device = await simulate(simulated())
  await using sock = new TCP(device.host, device.port, { resolveFutures })
  await assert.rejects(async () => supply.on(sock).ramp(31), { message: /voltage: .*31/ })
  assert(!device.requests.includes('VOLT 31'))
})

test('tells what the instrument refuses', async () => {
  await using device = await simulate(older())
  await using sock = new TCP(device.host, device.port, { resolveFutures })
  const refused = { code: 'SOCKIO_INSTRUMENT', number: -222 }
  await assert.rejects(async () => supply.on(sock).voltage.set(20), refused)
})

test('gives up in time', async () => {
  const silence = faults.silence({ match: 'MEAS:CURR?' })
  await using device = await simulate(simulated(), { faults: silence })
  await using sock = new TCP(device.host, device.port, { resolveFutures, timeout: 100 })
  await assert.rejects(async () => supply.on(sock).current.get(), {
    code: 'SOCKIO_TIMEOUT',
  })
})
