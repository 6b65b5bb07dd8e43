/** Values made of values: lists, tuples, records, and where in the whole reply an error is. */
import { type Codec, Undecodable } from '@sockio/core'
import { describe, expect, it } from 'vitest'
import { bytes, choice, integer, list, number, quoted, record, text, tuple } from '../src/index.ts'
import { frame, read, refusal, sent } from './rig.ts'

const SEPARATOR = 'has a separator (",") outside of quotes, or quotes without an end'

describe('list', () => {
  it.each([
    ['', []],
    [' \r', []],
    ['1', [1]],
    ['1,2.5,-3E-01', [1, 2.5, -0.3]],
    ['1 , 2', [1, 2]],
    ['9.9E37,-9.9E37,9.91E37', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]],
    ['1,', { expected: 'a number', at: 2 }],
    [',1', { expected: 'a number', at: 0 }],
    ['1,,2', { expected: 'a number', at: 2 }],
    ['1,2x,3', { expected: 'a number', at: 3 }],
    ['1;2', { expected: 'a number', at: 1 }],
  ])('of numbers reads %j', (reply, value) => expect(read(list(number()), reply)).toEqual(value))

  it.each([
    ['"a,b",\'c""d\'', ['a,b', 'c""d']],
    ['"a"",""b", "c"', ['a","b', 'c']],
    ['"a,b', { expected: 'the end of the quotes', at: 4 }],
    ['"a",b', { expected: 'text in quotes', at: 4 }],
    ['"a" "b,c"', { expected: 'nothing behind the quotes', at: 3 }],
  ])('of quoted texts reads %j', (reply, value) => expect(read(list(quoted()), reply)).toEqual(value))

  it.each([
    ['a, b', ['a', ' b']],
    ["it's,5'", ["it's", "5'"]],
    ['"a,b",c', ['"a,b"', 'c']],
    ['a,,', ['a', '', '']],
  ])('of texts reads %j: quotes are at the beginning', (reply, value) => {
    expect(read(list(text()), reply)).toEqual(value)
  })

  it.each([
    [';', '1;2;3'],
    [', ', '1, 2, 3'],
    ['\t', '1\t2\t3'],
    ['::', '1::2::3'],
    ['\r\n', '1\r\n2\r\n3'],
    [' ', '1 2 3'],
  ])('by the separator %j', (separator, written) => {
    const codec = list(integer(), { separator })
    expect(codec.encode([1, 2, 3])).toBe(written)
    expect(read(codec, written)).toEqual([1, 2, 3])
  })

  it.each([
    ['.', '1.2.3'],
    ['E', '1E2E3'],
    ['-', '1-2-3'],
    ['0', '10203'],
  ])('by %j, which could be of a number, too', (separator, reply) => {
    expect(read(list(number(), { separator }), reply)).toEqual([1, 2, 3])
    expect(read(list(integer(), { separator }), reply)).toEqual([1, 2, 3])
  })

  it('nothing between two separators is an error, blanks or not', () => {
    expect(read(list(number(), { separator: '\t' }), '1\t\t2')).toEqual({ expected: 'a number', at: 2 })
    expect(read(list(number(), { separator: ' ' }), '1  2')).toEqual({ expected: 'a number', at: 2 })
  })

  it('of lists', () => {
    const rows = list(list(integer()), { separator: ';' })
    expect(read(rows, '1,2;3')).toEqual([[1, 2], [3]])
    expect(rows.encode([[1, 2], [3]])).toBe('1,2;3')
    expect(read(rows, '1,2;3,x')).toEqual({ expected: 'an integer', at: 6 })
  })

  it('that begins behind other bytes of its memory', () => {
    expect(list(number()).decode(frame('x,1,2').subarray(2))).toEqual([1, 2])
  })

  it('writes', () => {
    expect(list(number()).encode([])).toBe('')
    expect(list(quoted()).encode(['a', 'b,c'])).toBe('"a","b,c"')
    expect(sent(list(text()), ['°', 'C'])).toEqual(new TextEncoder().encode('°,C'))
  })

  it.each([
    [list(number({ max: 5, unit: 'V' })), [1, 9], 'RangeError', 'value[1]: expected a number of at most 5 V, got 9'],
    [
      list(list(integer()), { separator: ';' }),
      [[1], [2, 'x']],
      'TypeError',
      'value[1][1]: expected an integer, got "x"',
    ],
    [list(text()), ['a', 'b,c'], 'RangeError', `value[1]: "b,c" ${SEPARATOR}`],
    [list(text()), ['"a', 'b'], 'RangeError', `value[0]: "\\"a" ${SEPARATOR}`],
    [list(text(), { separator: '::' }), ['a:', 'b'], 'RangeError', 'value[0]: "a:" has a separator ("::")'],
    [list(text()), [''], 'RangeError', "value[0]: is empty, and so can't be told from an empty list"],
    [list(number()), 5, 'TypeError', 'value: expected an array, got 5'],
    [list(number()), new Array(1), 'TypeError', 'value[0]: expected a number, got undefined'], // a hole
    [list(number()), Float64Array.of(1), 'TypeError', 'value: expected an array, got an object'],
  ])('%# refuses what would not be read back', (codec, value, name, message) => {
    const [thrown, said] = refusal(codec as Codec<unknown>, value)
    expect([thrown, said.slice(0, message.length)]).toEqual([name, message])
  })
})

describe('tuple', () => {
  const pair = tuple(number(), choice({ volts: 'V', amperes: 'A' }))
  it.each([
    ['1.5,V', [1.5, 'volts']],
    [' 1.5 , a ', [1.5, 'amperes']],
    ['1.5', { expected: '2 values', at: 3 }],
    ['', { expected: '2 values', at: 0 }],
    ['1.5,V,', { expected: '"V" or "A"', at: 4 }],
    ['1.5,X', { expected: '"V" or "A"', at: 4 }],
    ['x,V', { expected: 'a number', at: 0 }],
  ])('reads %j', (reply, value) => expect(read(pair, reply)).toEqual(value))

  it('the last has what is left', () => {
    const curve = tuple(integer(), list(number()))
    expect(read(curve, '2,1.5,2.5')).toEqual([2, [1.5, 2.5]])
    expect(curve.encode([2, [1.5, 2.5]])).toBe('2,1.5,2.5')
    expect(read(curve, '2,1.5,x')).toEqual({ expected: 'a number', at: 6 })
  })

  it('by another separator', () => {
    const codec = tuple(number(), list(number()), { separator: ';' })
    expect(read(codec, '1;2,3')).toEqual([1, [2, 3]])
    expect(codec.encode([1, [2, 3]])).toBe('1;2,3')
  })

  it.each([
    [[1, 'X'], 'TypeError', 'value[1]: expected "volts" or "amperes", got "X"'],
    [[1], 'TypeError', 'value: expected an array of 2, got one of 1'],
    [[1, 'volts', 3], 'TypeError', 'value: expected an array of 2, got one of 3'],
    [{ 0: 1, 1: 'volts' }, 'TypeError', 'value: expected an array, got an object'],
  ])('refuses %j', (value, ...error) => expect(refusal(pair, value)).toEqual(error))
})

describe('record', () => {
  const limits = record({ low: number(), high: number({ max: 30, unit: 'V' }) })
  it.each([
    ['0,30', { low: 0, high: 30 }],
    ['0', { expected: '2 values (low, high)', at: 1 }],
    ['0,1,2', { expected: 'a number', at: 3 }],
    ['0,', { expected: 'a number', at: 2 }],
  ])('reads %j', (reply, value) => expect(read(limits, reply)).toEqual(value))

  it('writes in the order of its names, whatever that of the value', () => {
    expect(limits.encode({ high: 5, low: 1 })).toBe('1,5')
  })

  it('in a list, by another separator', () => {
    const all = list(limits, { separator: ';' })
    expect(read(all, '0,1;2,3')).toEqual([
      { low: 0, high: 1 },
      { low: 2, high: 3 },
    ])
    expect(read(all, '0,1;2')).toEqual({ expected: '2 values (low, high)', at: 5 })
    expect(refusal(all, [{ low: 0, high: 31 }])).toEqual([
      'RangeError',
      'value[0].high: expected a number of at most 30 V, got 31',
    ])
  })

  it('any name is one', () => {
    const odd = record(Object.fromEntries(['__proto__', 'constructor'].map((name) => [name, integer()])))
    const value = read(odd, '1,2') as object
    expect(Object.entries(value)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ])
    expect(odd.encode(value as Record<string, number>)).toBe('1,2')
  })

  it.each([
    [{ low: 0 }, 'TypeError', 'value.high: expected a number, got undefined'],
    [{ low: 0, high: 1, hihg: 2 }, 'TypeError', 'unknown field "hihg": did you mean "high"? (known: low, high)'],
    [[0, 1], 'TypeError', 'value: expected an object, got an array'],
    [null, 'TypeError', 'value: expected an object, got null'],
  ])('refuses %j', (value, ...error) => expect(refusal(limits, value)).toEqual(error))
})

describe('of codecs that others made', () => {
  const half = {
    decode(reply: Uint8Array) {
      if (reply.length !== 1) throw new Undecodable('one byte', reply.length)
      return (reply[0] as number) / 2
    },
    describe: () => ({ kind: 'half' }),
  }

  it('a part is a frame of its own, and its errors are shifted', () => {
    expect(read(list(half), 'd,f')).toEqual([50, 51])
    expect(read(list(half), 'd,ff')).toEqual({ expected: 'one byte', at: 4 })
    expect(read(tuple(number(), half), '1,')).toEqual({ expected: 'one byte', at: 2 })
  })

  it('of another copy of this library too', () => {
    class Undecodable extends Error {
      override readonly name = 'Undecodable'
      readonly expected = 'two bytes'
      readonly at = 1
    }
    const other = {
      ...half,
      decode(): never {
        throw new Undecodable()
      },
    }
    expect(read(tuple(number(), other), '1,x')).toEqual({ expected: 'two bytes', at: 3 })
  })

  it('with one that only reads, the whole only reads', () => {
    for (const codec of [list(half), tuple(number(), half), record({ a: half, b: number() })]) {
      expect(codec).not.toHaveProperty('encode')
    }
  })

  it('another error is passed on as it is', () => {
    const broken = {
      ...half,
      decode: () => {
        throw new EvalError('mine')
      },
      encode: () => {
        throw new EvalError('mine')
      },
    }
    expect(() => list(broken).decode(frame('1'))).toThrow(EvalError)
    expect(() => list(broken).encode([1 as never])).toThrow(EvalError)
  })

  it('an error of theirs that says nothing of a value gets its place in front', () => {
    const strict = {
      ...half,
      encode: (): string => {
        throw new RangeError('too much')
      },
    }
    expect(refusal(list(strict), [1])).toEqual(['RangeError', 'value[0]: too much'])
  })
})

it.each<[string, () => unknown, string]>([
  ['a block in a list', () => list(bytes()), "item: bytes is a reply of its own, and can't be a part of one"],
  ['a block in a tuple', () => tuple(number(), bytes()), 'codecs[1]: bytes is a reply of its own'],
  ['a block in a record', () => record({ a: bytes() }), 'codecs.a: bytes is a reply of its own'],
  ['no codec in a list', () => list(number as never), 'item: expected a codec, got '],
  ['no codec in a tuple', () => tuple(number(), null as never), 'codecs[1]: expected a codec, got null'],
  ['no codec in a record', () => record({ a: 5 as never }), 'codecs.a: expected a codec, got 5'],
  ['an empty tuple', () => tuple(), 'codecs: expected at least one'],
  ['an empty record', () => record({}), 'codecs: expected at least one'],
  ['no record', () => record(5 as never), 'codecs: expected an object of codecs, got 5'],
  [
    'a name that is a number',
    () => record({ b: number(), 1: number() }),
    'codecs: expected names that are no numbers, got "1"',
  ],
  ['an empty separator', () => list(number(), { separator: '' }), 'separator: expected ASCII without quotes'],
  ['a quote as separator', () => list(number(), { separator: '"' }), 'separator: expected ASCII without quotes'],
  ['a separator of no ASCII', () => tuple(number(), { separator: '°' }), 'separator: expected ASCII without quotes'],
  [
    'a separator that is no string',
    () => list(number(), { separator: 5 as never }),
    'separator: expected a string, got 5',
  ],
  [
    'an unknown option',
    () => record({ a: number() }, { seperator: ';' } as object),
    'unknown option "seperator": did you mean',
  ],
])('refuses %s', (_what, make, message) => {
  expect(make).toThrow(message)
})
