/** What format strings of models write, as Python's own `format()` does; and what their setters hear. */
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Entry } from '../src/pyvisa/entry.ts'
import { formatted, readFormat, type Value } from '../src/pyvisa/format.ts'
import { setterPattern } from '../src/pyvisa/setter-pattern.ts'

const written = (spec: string, value: Value) => formatted(readFormat(`{:${spec}}`, new Entry('')), value)

// Each as Python 3.11 writes it.
const ROWS: readonly (readonly [spec: string, value: Value, text: string])[] = [
  ['.2f', 0.125, '0.12'],
  ['.2f', 0.375, '0.38'],
  ['.0f', 0.5, '0'],
  ['.0f', 1.5, '2'],
  ['.0f', 2.5, '2'],
  ['.2f', -0.001, '-0.00'],
  ['f', 1e22, '10000000000000000000000.000000'],
  ['f', 0.3333333333333333, '0.333333'],
  ['.3f', 1e-7, '0.000'],
  ['.20f', 0.1, '0.10000000000000000555'],
  ['+.8E', 1.0, '+1.00000000E+00'],
  ['e', 0.0, '0.000000e+00'],
  ['.0e', 9.5, '1e+01'],
  ['.0e', 8.5, '8e+00'],
  ['.3e', 9999.5, '1.000e+04'],
  ['.3e', -1.5e-300, '-1.500e-300'],
  ['.2e', 1e23, '1.00e+23'],
  ['E', 5e-324, '4.940656E-324'],
  ['g', 0.0001, '0.0001'],
  ['g', 1e-5, '1e-05'],
  ['g', 100000.0, '100000'],
  ['g', 1000000.0, '1e+06'],
  ['g', 999999.5, '1e+06'],
  ['.3g', 1234.5, '1.23e+03'],
  ['.3g', 0.00012345, '0.000123'],
  ['G', 1e20, '1E+20'],
  ['#.3g', 1.0, '1.00'],
  ['.0g', 123.0, '1e+02'],
  ['', 1.0, '1.0'],
  ['', 0.1, '0.1'],
  ['', 1e16, '1e+16'],
  ['', 1000000000000000.0, '1000000000000000.0'],
  ['', 1e22, '1e+22'],
  ['', 0.0001, '0.0001'],
  ['', 1e-5, '1e-05'],
  ['', -0.0, '-0.0'],
  ['', 123456789.125, '123456789.125'],
  ['.3', 1234.5, '1.23e+03'],
  ['.3', 1.0, '1.0'],
  ['.1', 1.0, '1e+00'],
  ['%', 0.125, '12.500000%'],
  ['.1%', -0.0555, '-5.5%'],
  ['08.3f', -1.5, '-001.500'],
  ['>12.2f', 1.0, '        1.00'],
  ['<12.2f', 1.0, '1.00        '],
  ['^11.1f', 1.0, '    1.0    '],
  ['*>10.1f', 1.0, '*******1.0'],
  ['=+10.2f', 1.0, '+     1.00'],
  [' .2f', 1.0, ' 1.00'],
  [',.2f', 1234567.891, '1,234,567.89'],
  ['_.1f', 1234567.0, '1_234_567.0'],
  ['F', Infinity, 'INF'],
  ['.2f', -Infinity, '-inf'],
  ['', 7n, '7'],
  ['d', -7n, '-7'],
  ['+d', 7n, '+7'],
  [' d', 7n, ' 7'],
  ['05d', -7n, '-0007'],
  ['x', 255n, 'ff'],
  ['X', 255n, 'FF'],
  ['#x', 255n, '0xff'],
  ['#b', 5n, '0b101'],
  ['#o', 8n, '0o10'],
  ['#X', 255n, '0XFF'],
  ['>6d', 7n, '     7'],
  ['<6d', 7n, '7     '],
  ['^7d', 7n, '   7   '],
  ['.2f', 7n, '7.00'],
  ['e', 12345n, '1.234500e+04'],
  ['g', 1234567n, '1.23457e+06'],
  ['%', 2n, '200.000000%'],
  [',d', 1234567n, '1,234,567'],
  ['n', 7n, '7'],
  ['', 10000000000000000000000000n, '10000000000000000000000000'],
  ['', 'ab', 'ab'],
  ['s', 'ab', 'ab'],
  ['5', 'ab', 'ab   '],
  ['>5s', 'ab', '   ab'],
  ['^5', 'ab', ' ab  '],
  ['.1s', 'ab', 'a'],
  ['*<4s', 'ab', 'ab**'],
]

test.each(ROWS)('"{:%s}" of %s', (spec, value, text) => {
  expect(written(spec, value)).toBe(text)
})

const python = spawnSync('python3', ['--version'], { encoding: 'utf8' })
const without = python.status !== 0 || !python.stdout.startsWith('Python 3.')

/** Of all exponents alike. */
const numbers = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -1000, max: 1000, noNaN: true }))
const specs = fc.constantFrom(
  '',
  '.0f',
  '.2f',
  '.12f',
  '+.8E',
  '.0e',
  'g',
  '.3g',
  'G',
  '.3',
  '.17g',
  '#.3g',
  '.1%',
  '012.3f',
  ',.1f',
)

test.skipIf(without)('any number, as the Python of this machine writes it', () => {
  const rows = fc
    .sample(fc.tuple(specs, numbers), { numRuns: 5000, seed: 1 })
    .map(([spec, value]) => [spec, String(value)])
  const program =
    'import json, sys; print(json.dumps([format(float(v.replace("Infinity", "inf")), s) for s, v in json.load(sys.stdin)]))'
  const { stdout, stderr } = spawnSync('python3', ['-c', program], { input: JSON.stringify(rows), encoding: 'utf8' })
  expect(stderr).toBe('')
  const texts: readonly string[] = JSON.parse(stdout)
  expect(rows.map(([spec, value]) => written(spec ?? '', Number(value)))).toEqual(texts)
})

describe('a setter hears what its format writes', () => {
  const heard = (spec: string, text: string) => setterPattern(new Entry(`V {:${spec}} V`)).hear(`V ${text} V`)?.value

  test.each(['.17g', '.17e', '+.17E', ''])('floats by "{:%s}", exactly', (spec) => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const own = heard(spec, written(spec, value))
        expect(spec === '' ? Number(own) : own).toBe(value)
      }),
    )
  })

  test.each(['d', '+d', 'x', '#X', 'b', '#o', '04d'])('integers by "{:%s}"', (spec) => {
    fc.assert(fc.property(fc.bigInt(), (value) => void expect(heard(spec, written(spec, value))).toBe(value)))
  })

  test('texts', () => {
    const text = fc.string({ unit: 'binary-ascii', maxLength: 1000 })
    fc.assert(fc.property(text, (value) => void expect(heard('s', value)).toBe(value)))
  })
})

test.each([
  ['{}', 'x'.repeat(1_000_000)],
  ['A{_}B{ch_id}C{}', 'ABC'.repeat(100_000)],
  ['{:f}', '1'.repeat(1_000_000)],
  ['{:f}{_:f}', `${'1'.repeat(400)}x`],
  ['{:d}', '9'.repeat(1_000_000)],
])('%s: no request keeps the device', { timeout: 60_000 }, (pattern, request) => {
  expect(setterPattern(new Entry(pattern)).hear(`${request}!`)).toBe(undefined)
})
