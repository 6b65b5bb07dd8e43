/** Integers, booleans and choices: what is read, what is written, and what is neither. */
import { describe, expect, it } from 'vitest'
import { boolean, choice, integer } from '../src/index.ts'
import { read, refusal } from './rig.ts'

describe('integer', () => {
  const whole = { expected: 'an integer', at: 0 }
  it.each([
    ['42', 42],
    [' -42 ', -42],
    ['4.0000E+03', 4000],
    ['2.50E1', 25],
    ['-0.0', 0],
    ['#HFF', 255],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740992', { expected: 'an integer of at most 53 bits', at: 0 }],
    ['-1E20', { expected: 'an integer of at most 53 bits', at: 0 }],
    ['4.5', whole],
    ['1E-3', whole],
    ['9.9E37', whole],
    ['9.91E37', whole],
    ['', whole],
    ['4,5', { expected: 'an integer', at: 1 }],
  ])('reads %j', (reply, value) => expect(read(integer(), reply)).toEqual(value))

  it.each([
    [0, '0'],
    [-0, '0'],
    [-12, '-12'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('writes %d as %j', (value, text) => expect(integer().encode(value)).toBe(text))

  it.each([
    [{}, 1.5, 'RangeError', 'value: expected an integer, got 1.5'],
    [{}, 2 ** 53, 'RangeError', 'value: expected an integer of at most 53 bits, got 9007199254740992'],
    [{}, Number.NaN, 'RangeError', 'value: expected an integer, got NaN'],
    [{ min: 1, max: 8 }, 9, 'RangeError', 'value: expected an integer from 1 to 8, got 9'],
    [{ min: 1, unit: 'dB' }, 0, 'RangeError', 'value: expected an integer of at least 1 dB, got 0'],
    [{}, '1', 'TypeError', 'value: expected an integer, got "1"'],
  ])('%j refuses %s', (options, value, ...error) => expect(refusal(integer(options), value)).toEqual(error))
})

describe('boolean', () => {
  it.each([
    ['1', true],
    ['0', false],
    [' on', true],
    ['Off\r', false],
    ['+1', true],
    ['0.0E+00', false],
    ['2', { expected: '"1" or "0"', at: 0 }],
    ['', { expected: '"1" or "0"', at: 0 }],
    [' ONN', { expected: '"1" or "0"', at: 1 }],
    ['1 0', { expected: '"1" or "0"', at: 0 }],
    ['__proto__', { expected: '"1" or "0"', at: 0 }],
  ])('reads %j', (reply, value) => expect(read(boolean(), reply)).toEqual(value))

  it('writes 1 and 0, or its words', () => {
    expect([boolean().encode(true), boolean().encode(false)]).toEqual(['1', '0'])
    const yes = boolean({ on: 'Yes', off: 'No' })
    expect([yes.encode(true), yes.encode(false)]).toEqual(['Yes', 'No'])
    expect(['YES', 'no', '1', 'off'].map((reply) => read(yes, reply))).toEqual([true, false, true, false])
  })

  it('may be the other way round', () => {
    const closed = boolean({ on: '0', off: '1' })
    expect(['0', '1', '+1'].map((reply) => read(closed, reply))).toEqual([true, false, false])
  })

  it.each([[1], ['ON'], [undefined], [null]])('refuses %s', (value) => {
    expect(refusal(boolean(), value)[1]).toMatch(/^value: expected a boolean, got /)
  })
})

describe('choice', () => {
  const mode = choice({ volts: 'VOLTage', amperes: 'CURRent:DC', off: '0', auto: 'Auto', dut: 'DUT 1' })
  const known = { expected: '"VOLTage" or "CURRent:DC" or "0" or "Auto" or "DUT 1"', at: 0 }
  it.each([
    ['VOLT', 'volts'],
    ['VOLTAGE', 'volts'],
    ['voltage', 'volts'],
    [' Volt\t', 'volts'],
    ['CURR:DC', 'amperes'],
    ['current:dc', 'amperes'],
    ['0', 'off'],
    ['+0.0', 'off'],
    ['AUTO', 'auto'],
    ['dut 1', 'dut'],
    ['A', known],
    ['VOLTA', known],
    ['CURR', known],
    ['', known],
    ['constructor', known],
    ['\xff', known],
  ])('reads %j', (reply, value) => expect(read(mode, reply)).toEqual(value))

  it('writes the word as it is given', () => {
    expect((['volts', 'amperes', 'off', 'auto'] as const).map((value) => mode.encode(value))).toEqual([
      ...['VOLTage', 'CURRent:DC', '0', 'Auto'],
    ])
  })

  it.each([
    ['on', 'value: expected "volts" or "amperes" or "off" or "auto" or "dut", got "on"'],
    ['VOLTage', 'value: expected "volts" or "amperes" or "off" or "auto" or "dut", got "VOLTage"'],
    ['toString', 'value: expected "volts" or "amperes" or "off" or "auto" or "dut", got "toString"'],
    [0, 'value: expected "volts" or "amperes" or "off" or "auto" or "dut", got 0'],
  ])('refuses %s', (value, message) => expect(refusal(mode, value)).toEqual(['TypeError', message]))

  it('reads a word that is a number in any notation, however it is written itself', () => {
    const rate = choice({ slow: '1.0', fast: '1E6' })
    for (const [reply, value] of [
      ['1', 'slow'],
      ['1.00', 'slow'],
      ['1000000', 'fast'],
      ['+1.000E+06', 'fast'],
    ] as const)
      expect(read(rate, reply)).toBe(value)
    const twice = choice({ one: '1', other: '1.0' })
    expect([read(twice, '1'), read(twice, '1.0')]).toEqual(['one', 'other'])
    expect(read(twice, '1.00')).toEqual({ expected: '"1" or "1.0"', at: 0 })
  })

  it('a short form of two words is nobody`s, and a whole word before a short form', () => {
    const ambiguous = choice({ a: 'CONTinuous', b: 'CONTrolled' })
    expect(read(ambiguous, 'CONT')).toEqual({ expected: '"CONTinuous" or "CONTrolled"', at: 0 })
    expect(read(ambiguous, 'CONTROLLED')).toBe('b')
    expect(read(choice({ long: 'CONTinuous', short: 'CONT' }), 'cont')).toBe('short')
  })

  it('small letters behind one or two capitals are no SCPI', () => {
    expect(read(choice({ mega: 'MHz', giga: 'GHz' }), 'MH')).toEqual({ expected: '"MHz" or "GHz"', at: 0 })
  })
})

it('a long reply takes no longer than it is long', () => {
  // A pattern that tries each way to cut it would take hours.
  const digits = '3'.repeat(1_000_000)
  expect(read(boolean(), `${digits}x`)).toEqual({ expected: '"1" or "0"', at: 0 })
  expect(read(integer(), `${digits}x`)).toEqual({ expected: 'an integer', at: digits.length })
})

it.each<[string, () => unknown, string]>([
  ['two words that differ in case', () => choice({ a: 'ON', b: 'on' }), 'words: a and b are both "on"'],
  ['no words', () => choice({}), 'words: expected at least one'],
  ['an empty word', () => choice({ a: '' }), 'words.a: expected a word of printable ASCII'],
  ['a word with blanks around', () => choice({ a: ' x' }), 'words.a: expected a word of printable ASCII'],
  ['an end of line', () => choice({ a: 'x\n*RST' }), 'words.a: expected a word of printable ASCII'],
  ['a number', () => choice({ a: 1 as unknown as string }), 'words.a: expected a string, got 1'],
  ['no object', () => choice('ON' as unknown as { a: string }), 'words: expected an object, got "ON"'],
  ['the same word for on and off', () => boolean({ on: 'X', off: 'x' }), 'off: is "x", as is on'],
  ['an unknown option', () => boolean({ yes: 'Y' } as object), 'unknown option "yes"'],
  ['an option of another type', () => integer({ min: '1' } as object), 'min: expected a number, got "1"'],
])('refuses %s', (_what, make, message) => {
  expect(make).toThrow(message)
})
