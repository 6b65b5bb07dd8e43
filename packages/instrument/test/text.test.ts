/** Text, quoted or not, and who an instrument is. */
import { describe, expect, it } from 'vitest'
import { identity, quoted, text } from '../src/index.ts'
import { read, refusal, sent } from './rig.ts'

describe('text', () => {
  it.each([
    ['', ''],
    [' a b ', ' a b '],
    ['23 \xc2\xb0C', '23 °C'],
    ['\xef\xbb\xbfa', '\ufeffa'],
    ['\xb0C', '\ufffdC'],
  ])('reads %j', (reply, value) => expect(read(text(), reply)).toBe(value))

  it('reads and writes Latin-1', () => {
    const latin = text({ encoding: 'latin1' })
    expect(read(latin, '\xb0\x80')).toBe('°\x80')
    expect(sent(latin, '°\x80')).toEqual(Uint8Array.of(0xb0, 0x80))
    expect(refusal(latin, 'Ω')).toEqual(['RangeError', 'value: expected Latin-1, got "Ω" in "Ω"'])
  })

  it('writes ASCII as a string, and the rest as the bytes of its encoding', () => {
    expect(text().encode('a b')).toBe('a b')
    expect(text().encode('°')).toEqual(Uint8Array.of(0xc2, 0xb0))
  })

  it.each([
    ['a\n*RST', 'RangeError', 'value: expected one line, got "a\\n*RST"'],
    ['a\r', 'RangeError', 'value: expected one line, got "a\\r"'],
    ['\ud800', 'RangeError', 'value: expected text, got half of a character in "\\ud800"'],
    [5, 'TypeError', 'value: expected a string, got 5'],
    [null, 'TypeError', 'value: expected a string, got null'],
    [Symbol('a'), 'TypeError', 'value: expected a string, got Symbol(a)'],
  ])('refuses %j', (value, ...error) => expect(refusal(text(), value)).toEqual(error))
})

describe('quoted', () => {
  const start = { expected: 'text in quotes', at: 0 }
  it.each([
    ['""', ''],
    ['"a ""b"""', 'a "b"'],
    ["'a ''b'''", "a 'b'"],
    [`'"'`, '"'],
    ['"a,\r\nb"', 'a,\r\nb'],
    [' "a"\r', 'a'],
    ['"23 \xc2\xb0C"', '23 °C'],
    ['', start],
    ['a', start],
    ['  a', { expected: 'text in quotes', at: 2 }],
    ['"a', { expected: 'the end of the quotes', at: 2 }],
    ['"a""', { expected: 'the end of the quotes', at: 4 }],
    ['"', { expected: 'the end of the quotes', at: 1 }],
    ['"a" b', { expected: 'nothing behind the quotes', at: 3 }],
    [`"a'`, { expected: 'the end of the quotes', at: 3 }],
  ])('reads %j', (reply, value) => expect(read(quoted(), reply)).toEqual(value))

  it.each([
    ['a "b"', '"a ""b"""'],
    ['', '""'],
    ["it's", `"it's"`],
    ['a\nb', '"a\nb"'],
  ])('writes %j', (value, written) => expect(quoted().encode(value)).toBe(written))

  it.each([
    [5, 'TypeError', 'value: expected a string, got 5'],
    ['\udfff', 'RangeError', 'value: expected text, got half of a character in "\\"\\udfff\\""'],
  ])('refuses %j', (value, ...error) => expect(refusal(quoted(), value)).toEqual(error))
})

it('of the encodings there are two', () => {
  const ascii = { encoding: 'ascii' } as unknown as { encoding: 'utf8' }
  expect(() => text(ascii)).toThrow('encoding: expected "utf8" or "latin1", got "ascii"')
  expect(() => quoted(ascii)).toThrow('encoding: expected "utf8" or "latin1", got "ascii"')
})

describe('identity', () => {
  const fields = 'expected 4 values (manufacturer, model, serial, firmware)'
  const acme = { manufacturer: 'ACME', model: 'PSU', serial: '0', firmware: '1.2' }
  it.each([
    ['ACME,PSU,0,1.2', acme],
    [' ACME , PSU, 0 ,1.2\r', acme],
    ['ACME,PSU,0,1.2, beta,3', { ...acme, firmware: '1.2, beta,3' }],
    ['ACME,PSU,,', { ...acme, serial: '', firmware: '' }],
    ['ACME,PSU,0', { expected: fields.slice(9), at: 10 }],
    ['', { expected: fields.slice(9), at: 0 }],
  ])('reads %j', (reply, value) => expect(read(identity(), reply)).toEqual(value))

  it('writes it', () => {
    expect(identity().encode({ ...acme, firmware: '1.2,b' })).toBe('ACME,PSU,0,1.2,b')
  })

  const separator = 'has a separator (",") outside of quotes, or quotes without an end'
  it.each([
    [{ ...acme, model: 'A,B' }, 'RangeError', `value.model: "A,B" ${separator}`],
    [{ ...acme, model: '"A' }, 'RangeError', `value.model: "\\"A" ${separator}`],
    [{ ...acme, serial: ' 1' }, 'RangeError', 'value.serial: expected one line without blanks around, got " 1"'],
    [{ ...acme, serial: 1 }, 'TypeError', 'value.serial: expected a string, got 1'],
    [{ ...acme, serial: undefined }, 'TypeError', 'value.serial: expected a string, got undefined'],
    ['ACME,PSU,0,1', 'TypeError', 'value: expected an object, got "ACME,PSU,0,1"'],
  ])('refuses %j', (value, ...error) => expect(refusal(identity(), value)).toEqual(error))
})
