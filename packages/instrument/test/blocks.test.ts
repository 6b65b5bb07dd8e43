/** Blocks: as bytes and as typed arrays of either byte order, wherever they begin in memory. */

import { type Codec, inPlace } from '@sockio/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as instrument from '../src/index.ts'
import { frame, read, refusal } from './rig.ts'

const { bytes, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64 } = instrument

/** Each kind: its codec, its class, and how a `DataView` reads a number of it. */
const kinds = [
  ['int16', int16, Int16Array, 'getInt16'],
  ['uint16', uint16, Uint16Array, 'getUint16'],
  ['int32', int32, Int32Array, 'getInt32'],
  ['uint32', uint32, Uint32Array, 'getUint32'],
  ['int64', int64, BigInt64Array, 'getBigInt64'],
  ['uint64', uint64, BigUint64Array, 'getBigUint64'],
  ['float32', float32, Float32Array, 'getFloat32'],
  ['float64', float64, Float64Array, 'getFloat64'],
] as const

const native = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'little' : 'big'

describe.each(kinds)('%s', (kind, make, type, get) => {
  const size = type.BYTES_PER_ELEMENT

  describe.each(['big', 'little'] as const)('%s endian', (endian) => {
    const codec = make({ endian }) as unknown as Codec<ArrayBufferView>

    it('reads what a DataView does, wherever the payload begins', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(9), (random, start) => {
          const count = Math.floor(random.length / size)
          const memory = new Uint8Array(start + random.length)
          memory.set(random, start)
          const before = memory.slice()
          const payload = memory.subarray(start, start + count * size)
          const value = codec.decode(payload)
          const view = new DataView(memory.buffer, start)
          expect(value).toBeInstanceOf(type)
          expect(value).toEqual(
            new type(Array.from({ length: count }, (_, i) => view[get](i * size, endian === 'little')) as never),
          )
          expect(memory).toEqual(before)
        }),
      )
    })

    it('is a view where that can be, and else memory of its own', () => {
      const memory = new Uint8Array(8 * size)
      expect(codec.decode(memory.subarray(size)).buffer === memory.buffer).toBe(endian === native)
      expect(codec.decode(memory.subarray(1, 1 + size)).buffer).not.toBe(memory.buffer)
      const pooled = Buffer.from(memory.buffer, 1, size) // whose slice() would be a view again
      expect(codec.decode(pooled).buffer).not.toBe(memory.buffer)
    })

    it('keeps every bit, and writes a block that is read as the same', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 40 }), (random) => {
          const payload = random.subarray(0, random.length - (random.length % size))
          const written = codec.encode(codec.decode(payload)) as Uint8Array
          const digits = String(payload.length)
          expect(written).toEqual(Uint8Array.of(...frame(`#${digits.length}${digits}`), ...payload))
        }),
      )
    })

    it('a payload that is cut is an error, where the last number begins', () => {
      const reply = new Uint8Array(3 * size - 1)
      expect(read(codec, reply)).toEqual({ expected: `${kind}, each of ${size} bytes`, at: 2 * size })
    })

    it('says what it is', () => expect(codec.describe()).toEqual({ kind, endian }))
  })

  it('is big endian where nothing is said', () => {
    expect(make().decode(new Uint8Array([...Array(size - 1).fill(0), 1]))).toEqual(
      (make({ endian: 'big' }) as Codec<unknown>).decode(new Uint8Array([...Array(size - 1).fill(0), 1])),
    )
    expect(make().describe()).toEqual({ kind, endian: 'big' })
  })

  it.each([[[1, 2]], ['1'], [new DataView(new ArrayBuffer(8))], [new Uint8Array(8)], [undefined]])(
    'refuses %s',
    (value) => {
      const [name, message] = refusal(make() as Codec<unknown>, value)
      expect([name, message.split(', got')[0]]).toEqual(['TypeError', `value: expected a ${type.name}`])
    },
  )
})

it.each(kinds)(
  '%s of the other order are turned where they lie by who owns them, and copied by decode',
  (_, make, type) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(0, 1, 2, 4, 8), (bytes, offset) => {
        const size = type.BYTES_PER_ELEMENT
        const reply = new Uint8Array(128).subarray(offset, offset + bytes.length - (bytes.length % size))
        reply.set(bytes.subarray(0, reply.length))
        const before = Uint8Array.from(reply)
        const other = native === 'little' ? 'big' : 'little'
        const codec = make({ endian: other })
        const copied = codec.decode(reply)
        expect(reply).toEqual(before)
        const turned = codec[inPlace]?.(reply)
        expect(turned).toEqual(copied)
        expect(turned?.buffer === reply.buffer).toBe(offset % size === 0)
        expect(make({ endian: native })[inPlace]).toBeUndefined()
      }),
    )
  },
)

it('bytes and numbers of one byte are views', () => {
  const memory = Uint8Array.of(0, 1, 255)
  const payload = memory.subarray(1)
  expect(bytes().decode(payload)).toBe(payload)
  expect(uint8().decode(payload)).toEqual(Uint8Array.of(1, 255))
  expect(int8().decode(payload)).toEqual(Int8Array.of(1, -1))
  for (const codec of [uint8(), int8()]) expect(codec.decode(payload).buffer).toBe(memory.buffer)
  expect(bytes().encode(payload)).toEqual(Uint8Array.of(...frame('#12'), 1, 255))
  expect(uint8().encode(payload)).toEqual(Uint8Array.of(...frame('#12'), 1, 255))
  expect(int8().encode(Int8Array.of(-1))).toEqual(Uint8Array.of(...frame('#11'), 255))
  expect(bytes().encode(new Uint8Array())).toEqual(frame('#10'))
  expect(bytes().describe()).toEqual({ kind: 'bytes' })
  expect(int8().describe()).toEqual({ kind: 'int8' })
})

it('a Buffer is bytes, and is read as what it is', () => {
  expect(bytes().encode(Buffer.from('ab'))).toEqual(frame('#12ab'))
  expect(uint8().decode(Buffer.from('ab'))).toEqual(frame('ab'))
})

it('bytes refuses what is none', () => {
  expect(refusal(bytes(), 'abc')).toEqual(['TypeError', 'value: expected a Uint8Array, got "abc"'])
  expect(refusal(bytes(), Int8Array.of(1))).toEqual(['TypeError', 'value: expected a Uint8Array, got an object'])
})

it.each([bytes, int8, uint8, ...kinds.map(([, make]) => make)])('%o brings its framing', (make) => {
  expect(make().framing).toEqual({ block: true })
  const dialect = { header: true, ending: 'required' } as const
  expect(make({ dialect }).framing).toEqual({ block: dialect })
})

it.each<[unknown, string]>([
  [{ endian: 'middle' }, 'endian: expected "big" or "little", got "middle"'],
  [{ endianness: 'big' }, 'unknown option "endianness" (known: endian, dialect)'],
  [{ dialect: 5 }, 'dialect: expected an object, got 5'],
  [null, 'options: expected an object, got null'],
])('%j are no options', (options, message) => {
  expect(() => int16(options as object)).toThrow(message)
})

it('a byte has no order', () => {
  expect(() => uint8({ endian: 'big' } as object)).toThrow('unknown option "endian"')
  expect(() => bytes({ endian: 'big' } as object)).toThrow('unknown option "endian"')
})
