/** Requests are found however the chunks fall. */
import { describe, expect, test } from 'vitest'
import { LineSplitter } from '../src/line-splitter.ts'

const ROWS: readonly (readonly [name: string, eol: string, input: string, lines: readonly string[], rest: string])[] = [
  ['one line', '\n', 'A?\n', ['A?'], ''],
  ['several lines and a rest', '\n', 'A?\nBB?\n\nC', ['A?', 'BB?', ''], 'C'],
  ['no end of line', '\n', 'A?', [], 'A?'],
  ['two bytes', '\r\n', 'A\r\nB\n\rC\r\n', ['A', 'B\n\rC'], ''],
  ['an end of line that repeats itself', 'aab', 'xaaab1aab', ['xa', '1'], ''],
  ['text beyond ASCII', '\n', 'µ°é\n', ['µ°é'], ''],
]

describe.each(ROWS)('%s', (_name, eol, input, lines, rest) => {
  const bytes = Buffer.from(input)

  function run(chunks: readonly Buffer[]): string[] {
    const splitter = new LineSplitter(eol)
    const found = chunks.flatMap((chunk) => splitter.push(chunk))
    expect(splitter.push(Buffer.from(`!${eol}`))).toEqual([`${rest}!`])
    return found
  }

  test('whole', () => expect(run([bytes])).toEqual(lines))
  test('byte by byte', () => expect(run([...bytes].map((byte) => Buffer.of(byte)))).toEqual(lines))
  test('at every split', () => {
    for (let at = 0; at <= bytes.length; at++) expect(run([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(lines)
  })
})

test('a long line in small chunks costs no more than its length', () => {
  const splitter = new LineSplitter('\r\n')
  const chunk = Buffer.alloc(64, 'x')
  for (let i = 0; i < 100_000; i++) splitter.push(chunk)
  expect(splitter.push(Buffer.from('\r\n'))[0]).toHaveLength(6_400_000)
})
