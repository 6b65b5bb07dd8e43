/** JSON, and codecs whose values a schema must accept: those of three libraries, and what is wrong with one. */
import type { Codec } from '@sockio/core'
import { Schema } from 'effect'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { accept, bytes, json, list, number, type StandardSchema, text } from '../src/index.ts'
import { read, refusal, sent } from './rig.ts'

describe('json', () => {
  it.each([
    ['{"volts":[1,2.5],"on":true}', { volts: [1, 2.5], on: true }],
    [' null\r', null],
    ['"\xc2\xb0C"', '°C'],
    ['', { expected: 'JSON', at: 0 }],
    ['{', { expected: 'JSON', at: 0 }],
    ['NaN', { expected: 'JSON', at: 0 }],
  ])('reads %j', (reply, value) => expect(read(json(), reply)).toEqual(value))

  it('writes on one line', () => {
    expect(json().encode({ a: 'x\ny', b: [1] })).toBe('{"a":"x\\ny","b":[1]}')
    expect(sent(json(), '°')).toEqual(new TextEncoder().encode('"°"'))
  })

  const loop: unknown[] = []
  loop.push(loop)
  it.each([[undefined], [() => 1], [1n], [loop]])('refuses %o', (value) => {
    const [name, message] = refusal(json(), value)
    expect(name).toBe('TypeError')
    expect(message).toMatch(/^value: expected what JSON has/)
  })
})

const state = { volts: 5, on: true }
const schemas: readonly (readonly [string, StandardSchema<typeof state>])[] = [
  ['zod', z.object({ volts: z.number().max(30), on: z.boolean() })],
  ['valibot', v.object({ volts: v.pipe(v.number(), v.maxValue(30)), on: v.boolean() })],
  [
    'effect',
    Schema.toStandardSchemaV1(
      Schema.Struct({ volts: Schema.Number.check(Schema.isLessThanOrEqualTo(30)), on: Schema.Boolean }),
    ),
  ],
]

describe.each(schemas)('a schema of %s', (vendor, schema) => {
  const codec = accept(json(), schema)

  it('gives what it accepts', () => {
    expect(read(codec, '{"volts":5,"on":true}')).toEqual(state)
    expect(codec.encode(state)).toBe('{"volts":5,"on":true}')
  })

  it.each(['{"volts":"5","on":true}', '{"on":true}', '{"volts":31,"on":true}', '5'])('refuses %j', (reply) => {
    expect(read(codec, reply)).toEqual({ expected: expect.stringMatching(/^what the schema accepts \(.+\)$/), at: 0 })
  })

  it('says where', () => {
    const { expected } = read(codec, '{"volts":"5","on":true}') as { expected: string }
    expect(expected).toMatch(/^what the schema accepts \(volts: .+/)
    const [name, message] = refusal(codec, { volts: 31, on: true })
    expect([name, message]).toEqual([
      'RangeError',
      expect.stringMatching(/^value: expected what the schema accepts \(volts: /),
    ])
  })

  it('what is no JSON is an error of that', () => expect(read(codec, '{')).toEqual({ expected: 'JSON', at: 0 }))

  it('is described', () => expect(codec.describe()).toEqual({ kind: 'json', schema: vendor }))
})

it('a schema that makes something else of the value only reads', () => {
  const length = accept(
    text(),
    z.string().transform((string) => string.length),
  )
  expect(read(length, 'abc')).toBe(3)
})

it('of each item of a list, and of a block', () => {
  const even = accept(number(), z.number().multipleOf(2))
  expect(read(list(even), '2,4')).toEqual([2, 4])
  expect(read(list(even), '2,3')).toEqual({ expected: expect.stringContaining('what the schema accepts'), at: 2 })
  expect(refusal(list(even), [3])[1]).toMatch(/^value\[0\]: expected what the schema accepts/)
  const short = accept(bytes({ dialect: { header: true } }), z.instanceof(Uint8Array))
  expect(short.framing).toEqual({ block: { header: true } })
  expect(accept(json(), z.any())).not.toHaveProperty('framing')
})

it('a schema that answers with a Promise is a TypeError, and what becomes of the Promise is nobody`s', async () => {
  const rejects: StandardSchema<unknown> = {
    '~standard': { version: 1, vendor: 'mine', validate: () => Promise.reject(new Error('late')) },
  }
  for (const [vendor, schema] of [['mine', rejects] as const, ['zod', z.any().refine(async () => true)] as const]) {
    const later = accept(json(), schema)
    const message = `schema: this one of ${vendor} answers with a Promise`
    expect(() => later.decode(new TextEncoder().encode('"a"'))).toThrow(TypeError)
    expect(() => later.decode(new TextEncoder().encode('"a"'))).toThrow(message)
    expect(refusal(later as Codec<unknown>, 'a')).toEqual(['TypeError', expect.stringContaining(message)])
  }
  await new Promise(setImmediate) // an unhandled rejection would fail the run
})

it.each<[unknown, unknown, string]>([
  [json(), {}, 'schema: expected a Standard Schema'],
  [json(), undefined, 'schema: expected a Standard Schema'],
  [5, z.any(), 'codec: expected a codec, got 5'],
])('refuses %o, %o', (codec, schema, message) => {
  expect(() => accept(codec as never, schema as never)).toThrow(message)
})
