/** Drivers in Observables: cold, and ended by unsubscribing, which runs what a procedure has to clean up. */
import { instrument, number, property, reading, scpi, wait } from '@sockio/instrument'
import { simulate, supply as simulated } from '@sockio/sim'
import { firstValueFrom, map, take, toArray } from 'rxjs'
import { expect, it } from 'vitest'
import { poll, TCP } from '../src/index.ts'

const supply = instrument(
  { ...scpi, voltage: property('VOLT', number({ max: 30 })), current: reading('MEAS:CURR?', number()) },
  { checkErrors: true },
).extend((psu) => ({
  *rest(ms: number) {
    try {
      yield* psu.voltage.set(5)
      yield* wait(ms)
    } finally {
      yield* psu.voltage.set(0)
    }
  },
}))

it('nothing is sent before it is subscribed to, and each subscription is a use of its own', async () => {
  await using device = await simulate(simulated({ noise: 0 }))
  await using sock = new TCP(device.host, device.port)
  const psu = supply.on(sock)
  const set$ = psu.voltage.set(4)
  const late$ = psu.voltage.set(31)
  expect(await firstValueFrom(psu.voltage.get())).toBe(0)
  await firstValueFrom(set$)
  await firstValueFrom(set$)
  expect(device.requests.filter((request) => request === 'VOLT 4')).toHaveLength(2)
  await expect(firstValueFrom(late$)).rejects.toThrow(RangeError)
})

it('unsubscribing from a procedure runs its finally', async () => {
  await using device = await simulate(simulated())
  await using sock = new TCP(device.host, device.port)
  const psu = supply.on(sock)
  const subscription = psu.rest(3_600_000).subscribe()
  await device.received('VOLT 5')
  subscription.unsubscribe()
  await device.received('VOLT 0')
  expect(await firstValueFrom(psu.voltage.get())).toBe(0)
})

it('its changes are the values that differ from the one before', async () => {
  const replies = ['1', '1', '2', '2', '1']
  await using device = await simulate(() => replies.shift() ?? '3')
  await using sock = new TCP(device.host, device.port)
  const meter = instrument({ n: reading('N?', number()) }).on(sock)
  expect(await firstValueFrom(meter.n.changes(1).pipe(take(4), toArray()))).toEqual([1, 2, 1, 3])
  expect(() => meter.n.changes(0)).toThrow(RangeError)
})

it('a reading is polled', async () => {
  await using device = await simulate(simulated({ noise: 0, load: 10 }))
  await using sock = new TCP(device.host, device.port)
  const psu = supply.on(sock)
  await firstValueFrom(psu.voltage.set(5))
  const amperes$ = poll(sock, () => psu.current.get(), 1).pipe(
    map((amperes) => amperes.toFixed(1)),
    take(3),
    toArray(),
  )
  expect(await firstValueFrom(amperes$)).toEqual(['0.5', '0.5', '0.5'])
})
