/** Of every codec: what is written is read as the same; any bytes are a value or an error that says where; it is plain JSON. */
import type { Codec } from '@sockio/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as instrument from '../src/index.ts'
import { frame, read, sent } from './rig.ts'

const { accept, boolean, bytes, choice, identity, integer, json, list, number, quoted, record, text, tuple } =
  instrument

interface Case<T> {
  readonly name: string
  readonly codec: Codec<T>
  readonly values: fc.Arbitrary<T>
}
/** With its type forgotten: the property is the same for all. */
const row = <T>(name: string, codec: Codec<T>, values: fc.Arbitrary<T>) => ({ name, codec, values }) as Case<unknown>

const numbers = fc.double().filter((value) => ![9.9e37, -9.9e37, 9.91e37].includes(value))
const integers = fc.maxSafeInteger()
const anyText = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed())
const oneLine = anyText.filter((value) => !/[\r\n]/.test(value))
const item = oneLine.filter((value) => !/[,"']/.test(value))
const field = fc.string({ maxLength: 9 }).filter((value) => !/^ | $|[,"']/.test(value))
const mode = choice({ volts: 'VOLTage', off: '0', auto: 'Auto' })
const modes = fc.constantFrom('volts', 'off', 'auto')
/** Objects as codecs make them. */
const plain = { noNullPrototype: true }
const elements = (length: number) => ({ maxLength: length })

const cases = [
  row('number', number(), numbers),
  row('number with a suffix', number({ suffix: 'eV' }), numbers),
  row('integer', integer(), integers),
  row('boolean', boolean(), fc.boolean()),
  row('boolean with words', boolean({ on: 'ON', off: 'OFF' }), fc.boolean()),
  row('choice', mode, modes as fc.Arbitrary<'volts' | 'off' | 'auto'>),
  row('text', text(), oneLine),
  row(
    'text in Latin-1',
    text({ encoding: 'latin1' }),
    fc.string({ unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)) }),
  ),
  row('quoted', quoted(), anyText),
  row('list of numbers', list(number()), fc.array(numbers)),
  row('list by tabulators', list(integer(), { separator: '\t' }), fc.array(integers)),
  row('list of quoted', list(quoted()), fc.array(anyText)),
  row('list of text', list(text()), fc.array(item.filter((value) => /[^\0-\x20]/.test(value)))), // control characters are blanks too
  row('list of lists', list(list(number()), { separator: ';' }), fc.array(fc.array(numbers, { minLength: 1 }))),
  row(
    'tuple',
    tuple(number(), quoted(), mode),
    fc.tuple(numbers, anyText, modes) as fc.Arbitrary<[number, string, 'off']>,
  ),
  row('tuple that ends in a list', tuple(integer(), list(number())), fc.tuple(integers, fc.array(numbers))),
  row(
    'record',
    record({ low: number(), label: quoted(), high: integer() }),
    fc.record({ low: numbers, label: anyText, high: integers }, plain),
  ),
  row(
    'identity',
    identity(),
    fc
      .record(
        {
          manufacturer: field,
          model: field,
          serial: field,
          firmware: fc.array(field, { minLength: 1 }).map((fields) => fields.join(',')),
        },
        plain,
      )
      .filter(({ firmware }) => !/^ | $/.test(firmware)),
  ),
  row(
    'json',
    json(),
    fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  ),
  row(
    'accept',
    accept(json(), z.object({ volts: z.number(), on: z.boolean() })),
    fc.record({ volts: fc.integer(), on: fc.boolean() }, plain),
  ),
  row('accept of a number', accept(number(), z.number().min(0)), fc.nat()),
  row('int64', instrument.int64(), fc.bigInt64Array(elements(9))),
  row('int16, little', instrument.int16({ endian: 'little' }), fc.int16Array(elements(9))),
  row('float32', instrument.float32(), fc.float32Array(elements(9))),
  row('float64, little', instrument.float64({ endian: 'little' }), fc.float64Array(elements(9))),
  row('bytes', bytes(), fc.uint8Array(elements(9))),
]

/** The payload of a block, and of anything else all of it: what a connection gives the codec. */
function framed({ framing }: Codec<unknown>, written: Uint8Array): Uint8Array {
  return framing === undefined ? written : written.subarray(2 + Number(String.fromCharCode(written[1] as number)))
}

describe.each(cases)('$name', ({ codec, values }) => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(codec.decode(framed(codec, sent(codec, value)))).toStrictEqual(value)
      }),
      { numRuns: 300 },
    )
  })

  it('any bytes are a value or an error that says where', () => {
    const likely = fc.string({ unit: fc.constantFrom(...'0123456789+-.eE#H ,;\t"\'{}[]:aVON\r\n\0') }).map(frame)
    // Of what it writes itself, with one byte changed.
    const nearly = fc.tuple(values, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const bytes = framed(codec, sent(codec, value)).slice()
      if (bytes.length > 0) bytes[at % bytes.length] = byte
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), likely, nearly), (reply) => {
        const before = reply.slice()
        const value = read(codec, reply)
        expect(value).not.toBeUndefined()
        if (typeof value === 'object' && value !== null && 'expected' in value && 'at' in value) {
          expect(value.at).toBeGreaterThanOrEqual(0)
          expect(value.at).toBeLessThanOrEqual(reply.length)
        }
        expect(reply).toEqual(before)
      }),
      { numRuns: 500 },
    )
  })

  it('is described in plain JSON', () => {
    const description = codec.describe()
    expect(JSON.parse(JSON.stringify(description))).toEqual(description)
  })
})

it('every codec is among them', () => {
  const makers = Object.entries(instrument).flatMap(([name, make]) => (typeof make === 'function' ? [name] : []))
  const tried = new Set(cases.map(({ name }) => name.split(/[ ,]/)[0]))
  // Those that differ from another by their class alone are in the tests of blocks.
  const alike = ['float32', 'float64', 'int16', 'int64', 'int8', 'int32', 'uint8', 'uint16', 'uint32', 'uint64']
  const drivers = [
    'Definition',
    'action',
    'asMember',
    'channels',
    'instrument',
    'procedure',
    'property',
    'reading',
    'wait',
  ]
  const others = [...alike, ...drivers]
  expect(makers.filter((name) => !tried.has(name) && !others.includes(name))).toEqual([])
})

it('NaN is nothing but what SCPI writes for it', () => {
  const likely = fc.string({ unit: fc.constantFrom(...'0123456789+-.eEnaNifINF#HQB ,') }).map(frame)
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), likely), (reply) => {
      const values = read(list(number()), reply)
      if (!Array.isArray(values)) return
      const items = String.fromCharCode(...reply).split(',')
      values.forEach((value, index) => {
        if (Number.isNaN(value)) expect(Number(items[index])).toBe(9.91e37)
      })
    }),
    { numRuns: 5000 },
  )
})
