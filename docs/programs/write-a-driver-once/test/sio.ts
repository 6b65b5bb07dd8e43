import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults, simulate } from '@sockio/sim'
import { TCP } from '@sockio/sio'
import { bench } from './bench.mts'
import { supply } from './supply.mts'

/** With futures, which are awaited here, the thread can play the instrument as well. */
const futures = ({ host, port }: { host: string; port: number }) =>
  new TCP(host, port, { ...supply.link, resolveFutures: false })

test('sweeps, and switches off', async () => {
  const played = bench()
  await using simulated = await simulate(played)
  await using sock = futures(simulated)
  const psu = supply.on(sock)
  assert.deepEqual(await psu.sweep(3, 4), [
    { volts: 3, amperes: 0.3 },
    { volts: 4, amperes: 0.4 },
  ])
  assert.equal(played.values.output, 'off')
})

test('switches off when the sweep goes too far', async () => {
  const played = bench()
  await using simulated = await simulate(played)
  await using sock = futures(simulated)
  const psu = supply.on(sock)
  await assert.rejects(async () => psu.sweep(19, 22), { message: /voltage: .* got 21/ })
  assert.equal(played.values.output, 'off')
})

test('tells of a supply that says nothing', async () => {
  const silence = faults.silence({ match: 'MEAS:CURR?' })
  await using simulated = await simulate(bench(), { faults: silence })
  await using sock = futures(simulated)
  const psu = supply.on(sock)
  await assert.rejects(async () => psu.current.get({ timeout: 100 }), {
    code: 'SOCKIO_TIMEOUT',
  })
})
