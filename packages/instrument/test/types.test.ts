/** What the types of values are, and what must not compile. */
import type { Codec, Decoder } from '@sockio/core'
import * as v from 'valibot'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import {
  accept,
  boolean,
  bytes,
  choice,
  float32,
  float64,
  type Identity,
  identity,
  int8,
  int16,
  int32,
  int64,
  integer,
  json,
  list,
  number,
  quoted,
  record,
  text,
  tuple,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../src/index.ts'

const onlyReads: Decoder<'a' | 'b'> = { decode: () => 'a', describe: () => ({ kind: 'letter' }) }

test('of each codec', () => {
  expectTypeOf(number()).toEqualTypeOf<Codec<number>>()
  expectTypeOf(integer()).toEqualTypeOf<Codec<number>>()
  expectTypeOf(boolean()).toEqualTypeOf<Codec<boolean>>()
  expectTypeOf(choice({ off: '0', on: '1' })).toEqualTypeOf<Codec<'off' | 'on'>>()
  expectTypeOf(choice({ 1: 'A', 2: 'B' })).toEqualTypeOf<Codec<'1' | '2'>>()
  expectTypeOf(text()).toEqualTypeOf<Codec<string>>()
  expectTypeOf(quoted()).toEqualTypeOf<Codec<string>>()
  expectTypeOf(identity()).toEqualTypeOf<Codec<Identity>>()
  expectTypeOf(json()).toEqualTypeOf<Codec<unknown>>()
  expectTypeOf(bytes()).toEqualTypeOf<Codec<Uint8Array>>()
  expectTypeOf(uint8()).toEqualTypeOf<Codec<Uint8Array>>()
  expectTypeOf(int8()).toEqualTypeOf<Codec<Int8Array>>()
  expectTypeOf(int16({ endian: 'big' })).toEqualTypeOf<Codec<Int16Array>>()
  expectTypeOf(uint16()).toEqualTypeOf<Codec<Uint16Array>>()
  expectTypeOf(int32()).toEqualTypeOf<Codec<Int32Array>>()
  expectTypeOf(uint32()).toEqualTypeOf<Codec<Uint32Array>>()
  expectTypeOf(int64()).toEqualTypeOf<Codec<BigInt64Array>>()
  expectTypeOf(uint64()).toEqualTypeOf<Codec<BigUint64Array>>()
  expectTypeOf(float32()).toEqualTypeOf<Codec<Float32Array>>()
  expectTypeOf(float64()).toEqualTypeOf<Codec<Float64Array>>()
})

test('of values made of values', () => {
  expectTypeOf(list(number())).toEqualTypeOf<Codec<number[]>>()
  expectTypeOf(list(list(choice({ a: 'A' })))).toEqualTypeOf<Codec<'a'[][]>>()
  expectTypeOf(tuple(number(), choice({ off: '0', on: '1' }))).toEqualTypeOf<Codec<[number, 'off' | 'on']>>()
  expectTypeOf(tuple(number(), text(), { separator: ';' })).toEqualTypeOf<Codec<[number, string]>>()
  expectTypeOf(record({ low: number(), high: boolean() })).toEqualTypeOf<Codec<{ low: number; high: boolean }>>()
})

test('with a decoder, the whole is one', () => {
  expectTypeOf(list(onlyReads)).toEqualTypeOf<Decoder<('a' | 'b')[]>>()
  expectTypeOf(tuple(number(), onlyReads)).toEqualTypeOf<Decoder<[number, 'a' | 'b']>>()
  expectTypeOf(tuple(number(), onlyReads, { separator: ';' })).toEqualTypeOf<Decoder<[number, 'a' | 'b']>>()
  expectTypeOf(record({ low: number(), high: onlyReads })).toEqualTypeOf<Decoder<{ low: number; high: 'a' | 'b' }>>()
})

test('by a schema', () => {
  const schema = z.object({ volts: z.number(), unit: z.enum(['V', 'A']) })
  expectTypeOf(accept(json(), schema)).toEqualTypeOf<Codec<{ volts: number; unit: 'V' | 'A' }>>()
  expectTypeOf(accept(json(), v.object({ volts: v.number() }))).toEqualTypeOf<Codec<{ volts: number }>>()
  expectTypeOf(accept(text(), z.enum(['V', 'A']))).toEqualTypeOf<Codec<'V' | 'A'>>()
  // What is read is not what could be written.
  const length = z.string().transform((string) => string.length)
  expectTypeOf(accept(text(), length)).toEqualTypeOf<Decoder<number>>()
  const optional = z.object({ volts: z.number().default(0) })
  expectTypeOf(accept(json(), optional)).toEqualTypeOf<Decoder<{ volts: number }>>()
  expectTypeOf(accept(number(), z.coerce.string())).toEqualTypeOf<Decoder<string>>()
  expectTypeOf(accept(onlyReads, z.enum(['a', 'b']))).toEqualTypeOf<Decoder<'a' | 'b'>>()
})

test('what must not compile', () => {
  const never = () => {
    // @ts-expect-error a string is no number
    number().encode('5')
    // @ts-expect-error not one of the values
    choice({ off: '0', on: '1' }).encode('1')
    // @ts-expect-error a word is a string
    choice({ off: 0 })
    // @ts-expect-error another class of arrays
    int16().encode(new Int32Array(1))
    // @ts-expect-error a byte has no order
    uint8({ endian: 'big' })
    // @ts-expect-error one too few
    tuple(number(), number()).encode([1])
    // @ts-expect-error no codec
    tuple(number(), 5)
    // @ts-expect-error a field too few
    record({ low: number(), high: number() }).encode({ low: 1 })
    // @ts-expect-error a list of numbers
    list(number()).encode(['1'])
    // @ts-expect-error one that only reads
    list(onlyReads).encode(['a'])
    // @ts-expect-error no such option
    number({ minimum: 0 })
  }
  expectTypeOf(never).toBeFunction()
})
