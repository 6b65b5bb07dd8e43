/** Drivers with callbacks, which come last, later, and once. */
import { instrument, number, property, scpi } from '@sockio/instrument'
import { simulate, supply as simulated } from '@sockio/sim'
import { expect, it } from 'vitest'
import { type Callback, TCP } from '../src/index.ts'

const supply = instrument(
  { ...scpi, voltage: property('VOLT', number({ max: 60, unit: 'V' })) },
  { checkErrors: true },
).extend((psu) => ({
  *doubled(volts: number, factor = 2) {
    yield* psu.voltage.set(volts * factor)
    return yield* psu.voltage.get()
  },
}))

/** What a callback was told. */
const told = <T>(call: (callback: Callback<T, Error>) => void) =>
  new Promise<readonly unknown[]>((resolve) => call((...outcome) => resolve(outcome)))

it('the callback is the last argument, wherever that is', async () => {
  await using device = await simulate(simulated())
  await using sock = new TCP(device.host, device.port)
  const psu = supply.on(sock)
  expect(await told((done) => psu.voltage.set(5, done))).toEqual([null, undefined])
  expect(await told<number>((done) => psu.voltage.get(done))).toEqual([null, 5])
  expect(await told<number>((done) => psu.voltage.get({ timeout: 60_000 }, done))).toEqual([null, 5])
  expect(await told<number>((done) => psu.doubled(3, done))).toEqual([null, 6])
  expect(await told<number>((done) => psu.doubled(3, 3, done))).toEqual([null, 9])
  expect(await told((done) => psu.reset(done))).toEqual([null, undefined])
})

it('a complaint is its error; what can not be set is thrown at once', async () => {
  await using device = await simulate(simulated())
  await using sock = new TCP(device.host, device.port)
  const psu = supply.on(sock)
  const [error] = await told((done) => psu.voltage.set(40, done))
  expect(error).toMatchObject({ code: 'SOCKIO_INSTRUMENT', number: -222 })
  expect(() => psu.voltage.set(61)).toThrow(RangeError)
})

it('an error without a callback goes to the listeners of error', async () => {
  await using device = await simulate(simulated())
  await using sock = new TCP(device.host, device.port)
  const heard = new Promise((resolve) => sock.on('error', resolve))
  supply.on(sock).voltage.set(40)
  expect(await heard).toMatchObject({ code: 'SOCKIO_INSTRUMENT' })
})
