/** Requests are found however the chunks fall. */
import { describe, expect, test } from 'vitest'
import { type Line, LineSplitter, TOO_LONG } from '../src/line-splitter.ts'

const MOST = 12

const ROWS: readonly (readonly [name: string, eol: string, input: string, lines: readonly Line[], rest: string])[] = [
  ['one line', '\n', 'A?\n', ['A?'], ''],
  ['several lines and a rest', '\n', 'A?\nBB?\n\nC', ['A?', 'BB?', ''], 'C'],
  ['no end of line', '\n', 'A?', [], 'A?'],
  ['two bytes', '\r\n', 'A\r\nB\n\rC\r\n', ['A', 'B\n\rC'], ''],
  ['an end of line that repeats itself', 'aab', 'xaaab1aab', ['xa', '1'], ''],
  ['a line as long as may be', '\n', 'A23456789012\nB\n', ['A23456789012', 'B'], ''],
  ['a line that is too long', '\n', 'A\nB234567890123\nC\nD', ['A', TOO_LONG, 'C'], 'D'],
  ['one too long whose end repeats itself', 'aab', '1234567890123aaab1aab', [TOO_LONG, '1'], ''],
  ['text beyond ASCII', '\n', 'µ°é\n', ['µ°é'], ''],
]

describe.each(ROWS)('%s', (_name, eol, input, lines, rest) => {
  const bytes = Buffer.from(input)

  function run(chunks: readonly Buffer[]): Line[] {
    const splitter = new LineSplitter(eol, MOST)
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
  const splitter = new LineSplitter('\r\n', 10_000_000)
  const chunk = Buffer.alloc(64, 'x')
  for (let i = 0; i < 100_000; i++) splitter.push(chunk)
  expect(splitter.push(Buffer.from('\r\n'))[0]).toHaveLength(6_400_000)
})

test('a line without an end is not held', () => {
  const splitter = new LineSplitter('\n', 1_000_000)
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const before = process.memoryUsage().arrayBuffers
  for (let i = 0; i < 16_000; i++) splitter.push(chunk)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000) // of a gigabyte
  expect(splitter.push(Buffer.from('\nA?\n'))).toEqual([TOO_LONG, 'A?'])
})

describe('blocks', () => {
  const split = (text: string, size: number) => {
    const splitter = new LineSplitter('\r\n', 1000, 'latin1', true)
    const bytes = Buffer.from(text, 'latin1')
    const lines = []
    for (let at = 0; at < bytes.length; at += size) lines.push(...splitter.push(bytes.subarray(at, at + size)))
    return lines
  }

  test.each([
    ['D #15a\r\nb\r\r\nNEXT\r\n', ['D #15a\r\nb\r', 'NEXT']],
    ['D #14\r\n\r\n,#12\r\n\r\n\r\n', ['D #14\r\n\r\n,#12\r\n', '']],
    ['D #10\r\nD #15\r\n', ['D #10']],
    ['D "#15"\r\nA#15\r\n#15a\r\nbc\r\n', ['D "#15"', 'A#15', '#15a\r\nbc']],
    ['#\r\n# #2\r\n #29\r\n #2x1\r\n', ['#', '# #2', ' #29', ' #2x1']],
    ['D #H1F\r\nD #0a\r\nb\r\n', ['D #H1F', 'D #0a', 'b']],
    ['D #3012############ #14x\r\nE\r\n', ['D #3012############ #14x\r\nE']],
  ])('%j', (text, lines) => {
    for (let size = 1; size <= text.length; size++) expect(split(text, size), `by ${size}`).toEqual(lines)
  })
})
