import assert from 'node:assert/strict'
import { test } from 'node:test'
import { socketForUrl } from '@sockio/aio'
import { faults, simulate } from '@sockio/sim'
import { bench } from './bench.mts'
import { supply } from './supply.mts'

test('sweeps, and switches off', async () => {
  const played = bench()
  await using simulated = await simulate(played)
  await using psu = supply.open(socketForUrl, simulated.url)
  assert.deepEqual(await psu.sweep(3, 4), [
    { volts: 3, amperes: 0.3 },
    { volts: 4, amperes: 0.4 },
  ])
  assert.equal(played.values.output, 'off')
})

test('switches off when the sweep goes too far', async () => {
  const played = bench()
  await using simulated = await simulate(played)
  await using psu = supply.open(socketForUrl, simulated.url)
  await assert.rejects(psu.sweep(19, 22), { message: /voltage: .* got 21/ })
  assert.equal(played.values.output, 'off')
})

test('tells of a supply that says nothing', async () => {
  const silence = faults.silence({ match: 'MEAS:CURR?' })
  await using simulated = await simulate(bench(), { faults: silence })
  await using psu = supply.open(socketForUrl, simulated.url)
  await assert.rejects(psu.current.get({ timeout: 100 }), { code: 'SOCKIO_TIMEOUT' })
})
