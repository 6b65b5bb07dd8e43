/**
 * Fuzz target: what an instrument says, as CSV and as JSON. The table is one by RFC 4180, a row for each turn, with nothing
 * in it that a terminal or a spreadsheet would obey; the JSON reads as what was said.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { csv } from '../../src/csv.ts'
import { isText, jsonLine } from '../../src/readable.ts'

const ENCODINGS = ['utf8', 'latin1', 'ascii'] as const
const QUERIES = ['A?', 'B?;C?', 'D "x;y?";E?'] as const
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const FORMULA = /^\s*([=@]|[+-].*[(|!])/s

/** The fields of one row, by RFC 4180; throws where it is none. */
function fieldsOf(row: string): string[] {
  const fields: string[] = []
  for (let at = 0; at <= row.length; at++) {
    const quoted = /^"((?:[^"]|"")*)"(?=,|$)/.exec(row.slice(at))
    const plain = /^[^",]*(?=,|$)/.exec(row.slice(at))
    const [whole] = quoted ?? plain ?? assert.fail(`no field: ${row.slice(at)}`)
    fields.push(quoted?.[1]?.replaceAll('""', '"') ?? whole)
    at += whole.length
  }
  return fields
}

/** The first bytes say how: the encoding, and how many queries there are; the rest is what comes, by lines. */
function run(input: Uint8Array): void {
  const [kind = 0, count = 0] = input
  const encoding = ENCODINGS[kind % ENCODINGS.length] ?? 'utf8'
  const queries = QUERIES.slice(0, count % (QUERIES.length + 1))
  const content = Buffer.from(input.subarray(2, 4000)).toString('latin1')
  const lines = content.split('\n').map((line) => Buffer.from(line, 'latin1'))
  const format = csv(queries, encoding)
  const width = Math.max(1, queries.length)
  let columns = 0
  for (let i = 0; i + width <= lines.length; i += width) {
    const text = format({ time: 0, lines: lines.slice(i, i + width) })
    const rows = text.split('\n')
    assert.equal(rows.length, i === 0 ? 3 : 2)
    assert.equal(rows.at(-1), '')
    for (const row of rows.slice(0, -1)) {
      assert.doesNotMatch(row.replaceAll('\t', ''), UNSAFE)
      const fields = fieldsOf(row)
      columns ||= fields.length
      if (queries.length > 0) assert.equal(fields.length, columns)
      for (const field of fields) assert.doesNotMatch(field, FORMULA)
    }
  }
  for (const line of lines) {
    if (!isText(line, encoding)) continue
    const value = { line: line.toString(encoding) }
    const json = jsonLine(value)
    assert.doesNotMatch(json.slice(0, -1), UNSAFE)
    assert.deepEqual(JSON.parse(json), value)
  }
}

export const tables: FuzzTarget = {
  name: 'tables and JSON',
  code: ['csv.ts', 'readable.ts'].map((path) => join(import.meta.dirname, '../../src', path)),
  seeds: [
    ...[
      '\0\x001.5,"a,b",c\n=1+1\n"x""y"\n',
      '\0\x01-1.5E+3\n-2+3+cmd|x\n',
      '\x01\x021;2\n"a;b";c\n3\n',
      '\x02\x034;"5',
    ],
  ].map(bytes),
  words: [
    ',',
    '"',
    '""',
    ';',
    '=',
    '@',
    '+',
    '-',
    "'",
    '|',
    '(',
    '!',
    '\n',
    '\t',
    ' ',
    '\x1b',
    '\xe2\x80\xae',
    '\xc2\x9b',
  ],
  run,
}
