/** CSV of what anybody may have sent: no field is a formula for a spreadsheet. */
import { expect, test } from 'vitest'
import { csv } from '../src/csv.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['@SUM(1)', "'@SUM(1)"],
  [' =1', "' =1"],
  ['\t=1', "'\t=1"],
  ['1,=1', "1,'=1"],
  ['"=HYPERLINK(""http://x"")"', '"\'=HYPERLINK(""http://x"")"'],
  ['say "=1"', '"say ""=1"""'],
  ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
  ['+SUM(A1)', "'+SUM(A1)"],
  ['-1.5', '-1.5'],
  ['+1.5E-3', '+1.5E-3'],
  ['-1.5 V', '-1.5 V'],
  ['-113,"Undefined header"', '-113,"Undefined header"'],
  ['a=b', 'a=b'],
])('%s', (line, field) => {
  const rowOf = (...queries: string[]) => csv(queries, 'utf8')({ time: 0, lines: [Buffer.from(line)] }).split('\n')[1]
  expect(rowOf()).toBe(`1970-01-01T00:00:00.000Z,${field}`)
  expect(rowOf('Q?')).toBe(`1970-01-01T00:00:00.000Z,${field.replace(/\s+(?==)/, '')}`) // a reply is trimmed
})
