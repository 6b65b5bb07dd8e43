/** A driver and the simulator that is made of its definition agree on every value, every error and every end of line. */
import { type InstrumentError, TCP } from '@sockio/aio'
import {
  action,
  boolean,
  bytes,
  channels,
  choice,
  float64,
  identity,
  instrument,
  integer,
  json,
  list,
  number,
  property,
  quoted,
  reading,
  record,
  scpi,
  text,
  tuple,
  uint16,
} from '@sockio/instrument'
import { device, simulate } from '@sockio/sim'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const members = {
  ...scpi,
  voltage: property('SOUR:VOLT', number({ min: -30, max: 30, unit: 'V' })),
  points: property('POIN', integer()),
  output: property('OUTP', boolean()),
  mode: property('MODE', choice({ volts: 'VOLTage', amperes: 'CURRent' })),
  label: property('LAB', quoted()),
  unit: property('UNIT', text({ encoding: 'latin1' })),
  values: property('VAL', list(number())),
  pair: property('PAIR', tuple(number(), boolean())),
  limits: property('LIM', record({ low: number(), high: number() })),
  state: property('STAT', json()),
  data: property('DATA', bytes()),
  curve: property('CURV', float64({ endian: 'big' })),
  counts: property('COUN', uint16({ endian: 'little' })),
  settled: property('SETT', number(), { settles: 'opc' }),
  watched: property('WATC', number(), { settles: 'poll' }),
  limited: property('LIMI', number({ min: -5, max: 5 }), { limits: 'query' }),
  serial: property({ get: 'serial', set: 'serial={}!', answer: 'ok' }, integer()),
  power: reading('MEAS:POW?', number({ unit: 'W' })),
  other: reading('OTHER?', identity()),
  move: action((x: number, y: number) => `MOVE ${x},${y}`, { settles: 'opc' }),
  channel: channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number()) })),
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const line = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((each) => !/[\r\n]/.test(each) && each.isWellFormed())

/** What is printed in Latin-1, but for the sign that ends a command where it is not within quotes. */
const latin1 = fc
  .array(fc.integer({ min: 33, max: 255 }), { minLength: 1 })
  .map((codes) => String.fromCharCode(...codes).replaceAll(/[;"'#\x7f-\x9f]/g, ''))

/** Values for some of the properties. */
const VALUES = {
  voltage: fc.double({ min: -30, max: 30, noNaN: true }),
  points: fc.maxSafeInteger(),
  output: fc.boolean(),
  mode: fc.constantFrom('volts', 'amperes'),
  label: line,
  unit: latin1.filter((each) => each !== ''),
  values: fc.array(finite, { minLength: 1 }),
  pair: fc.tuple(finite, fc.boolean()),
  limits: fc.record({ low: finite, high: finite }),
  data: fc.uint8Array(),
  curve: fc.float64Array({ noNaN: true }),
  counts: fc.uint16Array(),
  settled: finite,
  limited: fc.double({ min: -5, max: 5, noNaN: true }),
  serial: fc.maxSafeInteger(),
} as const

interface Bound {
  set(value: unknown): Promise<void>
  get(): Promise<unknown>
}

describe.each([
  ['LF', { eol: '\n' }],
  ['CR LF', { eol: '\r\n' }],
  ['one of its own each way', { eol: ';\n', writeEol: '\r' }],
])('lines that end with %s', (_name, link) => {
  const definition = instrument(members, { link, checkErrors: true })

  test('what is set is read, and is there', { timeout: 120_000 }, async () => {
    const played = device(definition)
    await using simulated = await simulate(played)
    await using sock = new TCP(simulated.host, simulated.port, { ...definition.link, timeout: 60_000 })
    const driver = definition.on(sock) as unknown as Readonly<Record<string, Bound>>
    const values = played.values as Readonly<Record<string, unknown>>
    const any = fc
      .constantFrom(...Object.entries(VALUES))
      .chain(([name, arbitrary]) => fc.tuple(fc.constant(name), arbitrary as fc.Arbitrary<unknown>))
    await fc.assert(
      fc.asyncProperty(any, async ([name, value]) => {
        await driver[name]?.set(value)
        const got = await driver[name]?.get()
        expect(plain(got), name).toEqual(plain(value))
        expect(plain(values[name]), name).toEqual(plain(value))
      }),
      { numRuns: 300 },
    )
    expect(simulated.errors).toEqual([])
  })
})

/** -0 is 0, as instruments have it; a view of bytes is bytes. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array, (each) => each + 0)
  if (typeof value === 'number') return value + 0
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, plain(own)]))
  }
  return value
}

test('errors, models, actions, channels and what settles', { timeout: 120_000 }, async () => {
  const definition = instrument(members, { checkErrors: true })
  const moved: unknown[] = []
  const played = device(definition, {
    power: ({ voltage }) => voltage ** 2,
    move: (_values, ...to) => void moved.push(to),
    limited: 5,
  })
  await using simulated = await simulate(played)
  await using sock = new TCP(simulated.host, simulated.port, { timeout: 60_000 })
  const driver = definition.on(sock)
  await driver.voltage.set(3)
  expect(await driver.power.get()).toBe(9)
  expect(await driver.identity.get()).toMatchObject({ manufacturer: 'SOCKIO' })
  expect(await driver.other.get()).toMatchObject({ model: 'SIMULATOR' })
  await driver.move(1, -2.5)
  expect(moved).toEqual([['1', '-2.5']])
  await driver.watched.set(2)
  await driver.channel[2].scale.set(0.5)
  expect([await driver.channel[1].scale.get(), await driver.channel[2].scale.get()]).toEqual([0, 0.5])
  await expect(driver.voltage.set(31)).rejects.toThrow(RangeError)
  expect(simulated.requests).not.toContain('SOUR:VOLT 31')
  const wide = instrument({ ...members, voltage: property('SOUR:VOLT', number()) }, { checkErrors: true })
  const refused: InstrumentError = await wide
    .on(sock)
    .voltage.set(31)
    .then(
      () => {
        throw new Error('it was taken')
      },
      (error) => error,
    )
  expect(refused).toMatchObject({ code: 'SOCKIO_INSTRUMENT', number: -222, text: 'Data out of range' })
  await driver.reset()
  expect([await driver.voltage.get(), await driver.limited.get()]).toEqual([0, 5])
  expect(await driver.errors()).toEqual([])
})
