/** Numbers: what is read to which value, what is written, and what is wrong where. */
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { number } from '../src/index.ts'
import { frame, read, sent } from './rig.ts'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number

describe('reads', () => {
  it.each<[string, number]>([
    ['42', 42],
    ['+42', 42],
    ['-42', -42],
    ['0', 0],
    ['-0', -0],
    ['-0.000E+00', -0],
    ['007', 7],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['-.5e1', -5],
    ['+4.0000E+03', 4000],
    ['1E3', 1000],
    ['1e-3', 0.001],
    ['  1.5\t', 1.5],
    ['\0 12\r', 12],
    ['9.9E37', infinity],
    ['+9.90000000E+37', infinity],
    ['-9.9E+37', -infinity],
    ['9.91E37', nan],
    ['+9.91000000E+37', nan],
    ['-9.91E37', -9.91e37],
    ['9.92E37', 9.92e37],
    ['#HFF', 255],
    ['#hfF', 255],
    ['#Q17', 15],
    ['#b101', 5],
    [' #B101 ', 5],
    ['#H1FFFFFFFFFFFFF', Number.MAX_SAFE_INTEGER],
    ['9007199254740993', 9007199254740992], // halfway, to even
    ['9007199254740993.00000000000000000001', 9007199254740994],
    ['0.1000000000000000055511151231257827', 0.1],
    ['123456789012345678901234567890', 1.2345678901234568e29],
    ['1e23', 1e23],
    ['8.5e-23', 8.5e-23],
    ['4.9E-324', 5e-324],
    ['1E-999999999999999999999', 0],
    ['-1E-400', -0],
    ['0E999999999999999999999', 0],
    ['1.7976931348623157E308', Number.MAX_VALUE],
    [`0.${'0'.repeat(400)}1E401`, 1],
    [`1${'0'.repeat(400)}E-400`, 1],
  ])('%j', (text, value) => {
    expect(number().decode(frame(text))).toBe(value)
  })

  it.each<[string, number]>([
    ['', 0],
    ['  ', 2],
    ['-', 1],
    ['+ 1', 1],
    ['.', 1],
    ['E5', 0],
    ['1E', 1],
    ['1E+', 1],
    ['1.2.3', 3],
    ['1 2', 2],
    ['1,2', 1],
    ['1V', 1],
    ['0x10', 1],
    ['1_000', 1],
    ['NAN', 0],
    ['nan', 0],
    ['INF', 0],
    ['Infinity', 0],
    ['"1"', 0],
    ['#', 0],
    ['#X1', 0],
    ['#H', 2],
    ['#HG', 2],
    ['#B12', 3],
    ['-#H1', 1],
    ['#H-1', 2],
    ['\xb2', 0],
  ])('%j: an error at %i', (text, at) => {
    expect(read(number(), text)).toEqual({ expected: 'a number', at })
  })

  it.each([
    ['1E309', 'a number below 1.8E308'],
    ['-1E999999999999999999999', 'a number below 1.8E308'],
    ['#H20000000000000', 'a number of at most 53 bits'],
  ])('%j, which no double holds: an error', (text, expected) => {
    expect(read(number(), text)).toEqual({ expected, at: 0 })
  })

  it.each([
    ['1.5 V', 1.5],
    ['1.5v ', 1.5],
    ['1.5', 1.5],
    ['1.5mV', { expected: 'a number', at: 3 }],
    ['1.5VV', { expected: 'a number', at: 4 }],
    ['V', { expected: 'a number', at: 0 }],
  ])('%j with a suffix', (text, value) => {
    expect(read(number({ suffix: 'V' }), text)).toEqual(value)
  })

  it('a suffix that begins as an exponent does', () => {
    expect(number({ suffix: 'eV' }).decode(frame('5E3EV'))).toBe(5000)
    expect(number({ suffix: 'eV' }).decode(frame('5 eV'))).toBe(5)
  })
})

describe('writes', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [42, '42'],
    [-0.1, '-0.1'],
    [1e21, '1E+21'],
    [1e-7, '1E-7'],
    [5e-324, '5E-324'],
    [infinity, '9.9E37'],
    [-infinity, '-9.9E37'],
    [nan, '9.91E37'],
  ])('%d as %j', (value, text) => expect(number().encode(value)).toBe(text))

  it('the suffix behind it', () => expect(number({ suffix: 'V', unit: 'V' }).encode(5)).toBe('5V'))

  it.each([
    [{ min: 0, max: 30, unit: 'V' }, 42, RangeError, 'value: expected a number from 0 to 30 V, got 42'],
    [{ min: 0, max: 30 }, -1, RangeError, 'value: expected a number from 0 to 30, got -1'],
    [{ min: 0 }, nan, RangeError, 'value: expected a number of at least 0, got NaN'],
    [{ max: 5, unit: 'A' }, infinity, RangeError, 'value: expected a number of at most 5 A, got Infinity'],
    [{}, 9.9e37, RangeError, "value: 9.9e+37 can't be written, since in SCPI it stands for Infinity"],
    [{}, -9.9e37, RangeError, "value: -9.9e+37 can't be written, since in SCPI it stands for -Infinity"],
    [{}, 9.91e37, RangeError, "value: 9.91e+37 can't be written, since in SCPI it stands for NaN"],
    [{}, '5', TypeError, 'value: expected a number, got "5"'],
    [{}, undefined, TypeError, 'value: expected a number, got undefined'],
    [{}, 5n, TypeError, 'value: expected a number, got 5'],
  ] as const)('%j refuses %s', (options, value, type, message) => {
    const write = () => number(options).encode(value as number)
    expect(write).toThrow(type)
    expect(write).toThrow(message)
  })
})

it.each([
  [{ min: '0' }, TypeError, 'min: expected a number, got "0"'],
  [{ max: nan }, RangeError, 'max: expected a number'],
  [{ min: 1, max: 0 }, RangeError, 'min: 1 is more than max, 0'],
  [{ unit: 5 }, TypeError, 'unit: expected a string, got 5'],
  [{ suffix: '1' }, RangeError, 'suffix: expected ASCII'],
  [{ maximum: 1 }, TypeError, 'unknown option "maximum"'],
  [5, TypeError, 'options: expected an object, got 5'],
] as const)('%j are no options', (options, type, message) => {
  expect(() => number(options as object)).toThrow(type)
  expect(() => number(options as object)).toThrow(message)
})

it('is described by what was given', () => {
  expect(number().describe()).toEqual({ kind: 'number' })
  const options = { min: 0, max: 30, unit: 'V', suffix: 'V' }
  expect(number(options).describe()).toEqual({ kind: 'number', ...options })
})

it('is a number', () => {
  expectTypeOf(number().decode).returns.toEqualTypeOf<number>()
  expectTypeOf(number().encode).parameter(0).toEqualTypeOf<number>()
})

describe('of any number', () => {
  const special = [9.9e37, -9.9e37, 9.91e37]
  const writable = fc.double().filter((value) => !special.includes(value))

  it('what is written is read as the same', () => {
    fc.assert(
      fc.property(writable, (value) => {
        expect(number().decode(sent(number(), value))).toBe(value)
      }),
    )
  })

  it('is read as the language reads it, however it is written', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 25 })
    const shape = fc.tuple(
      fc.constantFrom('', '+', '-'),
      digits,
      fc.constantFrom('', '.'),
      digits,
      fc.integer({ min: -330, max: 330 }),
    )
    const notations = shape.map(
      ([sign, whole, point, part, power]) => `${sign}${whole || '0'}${point}${point && part}E${power}`,
    )
    fc.assert(
      fc.property(notations, (notation) => {
        const value = Number(notation)
        fc.pre(Number.isFinite(value) && !special.includes(value))
        expect(number().decode(frame(notation))).toBe(value)
      }),
      { numRuns: 5000 },
    )
  })

  it('that lies between two doubles, at the middle or next to it, is read as the nearer, or as the even one', () => {
    const bits = fc.bigInt({ min: 2n ** 53n, max: 2n ** 54n - 1n }).map((mantissa) => 2n * mantissa + 1n)
    const middles = fc.tuple(
      bits,
      fc.integer({ min: 0, max: 35 }),
      fc.constantFrom(-1n, 0n, 1n),
      fc.constantFrom(0, 5, 22),
    )
    fc.assert(
      fc.property(middles, ([middle, shift, beside, point]) => {
        // A power of ten behind the point, which is a power of two and one of five, keeps the middle where it is.
        const digits = String(middle * 2n ** BigInt(shift) * 5n ** BigInt(point) + beside)
        for (const notation of [digits, `${digits}E-${point}`, `${digits[0]}.${digits.slice(1)}E+7`]) {
          expect(number().decode(frame(notation))).toBe(Number(notation))
        }
      }),
      { numRuns: 3000 },
    )
  })
})

it('any bytes are a number or an error, and NaN only as SCPI writes it', () => {
  const likely = fc.string({ unit: fc.constantFrom(...'0123456789+-.eE#HQBab ,\0"'), maxLength: 12 }).map(frame)
  fc.assert(
    fc.property(fc.oneof(likely, fc.uint8Array({ maxLength: 20 })), (bytes) => {
      const value = read(number(), bytes)
      if (Number.isNaN(value)) expect(Number(String.fromCharCode(...bytes))).toBe(9.91e37)
      else if (typeof value !== 'number')
        expect(value).toMatchObject({ at: expect.toSatisfy((at) => at >= 0 && at <= bytes.length) })
    }),
    { numRuns: 5000 },
  )
})
