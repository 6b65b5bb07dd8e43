/** Which headers a pattern stands for, and which it does not. */
import { describe, expect, test } from 'vitest'
import { CommandTree } from '../src/scpi/command-tree.ts'
import { units } from '../src/scpi/message.ts'

const PATTERNS: readonly (readonly [pattern: string, yes: readonly string[], no: readonly string[]])[] = [
  [
    'MEASure:VOLTage?',
    ['MEAS:VOLT?', 'MEASURE:VOLTAGE?', 'MEAS:VOLTAGE?', 'MEASURE:VOLT?'],
    ['MEA:VOLT?', 'MEASU:VOLT?', 'MEASURES:VOLT?', 'MEAS:VOLT', 'MEAS?', 'VOLT?', 'MEAS:VOLT:DC?', 'MEAS1:VOLT?', ''],
  ],
  ['MEASure:VOLTage[:DC]?', ['MEAS:VOLT?', 'MEAS:VOLT:DC?', 'MEASURE:VOLTAGE:DC?'], ['MEAS:DC?', 'MEAS:VOLT:AC?']],
  ['[SOURce:]VOLTage', ['VOLT', 'SOUR:VOLT', 'SOURCE:VOLTAGE'], ['SOUR', 'VOLT?']],
  ['OUTPut[:STATe][:LEVel]', ['OUTP', 'OUTP:STAT', 'OUTP:LEV', 'OUTP:STAT:LEV'], ['OUTP:LEV:STAT']],
  ['CHANnel1:SCALe', ['CHAN1:SCAL', 'CHANNEL1:SCALE', 'CHAN:SCAL'], ['CHAN2:SCAL', 'CHAN11:SCAL']],
  ['CHANnel<n>:SCALe?', ['CHAN:SCAL?', 'CHAN1:SCAL?', 'CHANNEL23:SCALE?'], ['CHANX:SCAL?', 'CHAN1:SCAL1?']],
  ['*IDN?', ['*IDN?'], ['IDN?', '*IDN', '*IDN1?']],
  ['ABORt', ['ABOR', 'ABORT'], ['ABO', 'ABORT?']],
  ['RUN', ['RUN'], ['RU']],
]

describe.each(PATTERNS)('%s', (pattern, yes, no) => {
  const tree = new CommandTree<string>()
  tree.add(pattern, pattern)
  test.each(yes)('means %s', (header) => expect(tree.find(header)?.command).toBe(pattern))
  test.each(no)('does not mean %s', (header) => expect(tree.find(header)).toBe(undefined))
})

test('suffixes come in order, and an omitted one is 1', () => {
  const tree = new CommandTree<string>()
  tree.add('OUTPut<n>:CHANnel<n>:FILTer2[:STATe]', 'x')
  expect(tree.find('OUTP3:CHAN:FILT2')?.suffixes).toEqual([3, 1])
  expect(tree.find('OUTP:CHANNEL12:FILTER2:STAT')?.suffixes).toEqual([1, 12])
  expect(tree.find('OUTP3:CHAN:FILT')).toBe(undefined)
})

test('certain and free suffixes side by side', () => {
  const tree = new CommandTree<string>()
  tree.add('CHANnel1:SCALe', 'one')
  tree.add('CHANnel2:SCALe', 'two')
  expect(tree.find('CHAN2:SCAL')?.command).toBe('two')
  expect(tree.find('CHAN:SCAL')?.command).toBe('one')
})

test('a long header takes no longer than it is long', () => {
  const tree = new CommandTree<string>()
  tree.add('LEVel<n>', 'x')
  expect(tree.find(`${'3'.repeat(1_000_000)}A`)).toBeUndefined()
  expect(tree.find(`LEV${'3'.repeat(1_000_000)}`)?.suffixes).toEqual([Number.POSITIVE_INFINITY])
})

test.each(['', '?', 'meas', 'MEAS:', 'MEAS::VOLT', ':', '[:A]', 'MEAS VOLT', 'MEAS[:VOLT', '*idn?', 'A1B'])(
  '%j is no pattern',
  (pattern) => expect(() => new CommandTree<string>().add(pattern, '')).toThrow(TypeError),
)

test('two patterns that share a spelling are refused', () => {
  const tree = new CommandTree<string>()
  tree.add('MEASure[:VOLTage]?', 'a')
  expect(() => tree.add('MEAS?', 'b')).toThrow(/MEASure\[:VOLTage\]\? and MEAS\?/)
})

const LINES: readonly (readonly [
  line: string,
  units: readonly (readonly [header: string, ...parameters: string[]])[],
])[] = [
  ['*IDN?', [['*IDN?']]],
  ['A 1', [['A', '1']]],
  ['  A   1 , 2\t,3  \r', [['A', '1', '2', '3']]],
  ['A 1;B?;:C 2', [['A', '1'], ['B?'], [':C', '2']]],
  [';;A;', [['A']]],
  ['', []],
  [' ; ', []],
  ['A "x;y,z"', [['A', 'x;y,z']]],
  ['A \'it\'\'s\', "say ""hi"""', [['A', "it's", 'say "hi"']]],
  ['A "open;B', [['A', '"open;B']]],
]

test.each(LINES)('the line %j', (line, expected) => {
  expect(units(line).map(({ header, parameters }) => [header, ...parameters])).toEqual(expected)
})
