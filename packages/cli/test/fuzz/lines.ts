/** Fuzz target: one text as all that a person or an instrument may write in a line: a time, an end of line, a command, numbers. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { InvalidArgumentError } from 'commander'
import { duration, eol, integer, unescaped } from '../../src/arguments.ts'
import { asks, terminated } from '../../src/link.ts'
import { numbersOf } from '../../src/plot/numbers.ts'
import { asJson, replyOf, shown } from '../../src/reply.ts'
import { isRemark } from '../../src/script.ts'
import { read } from './told.ts'

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const LINK = { timeout: 1, encoding: 'utf8', banner: 0 } as const

/** What an option makes of it; undefined when it refuses. */
function option<T>(parse: (text: string) => T, text: string): T | undefined {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof InvalidArgumentError) return undefined
    throw error
  }
}

function run(input: Uint8Array): void {
  const content = Buffer.from(input)
  const text = content.toString()
  const ms = option(duration, text) ?? 0
  assert(ms >= 0 && ms < 2 ** 31, `${ms} ms`)
  const end = option(eol, text) ?? '\n'
  assert(typeof end === 'string' && end !== '')
  assert((option(integer(1), text) ?? 1) >= 1)
  assert(unescaped(text).length <= text.length)
  for (const writeEol of ['\n', '\r\n', ';']) {
    const sent = read(text, (own) => terminated(own, { ...LINK, writeEol }), /an end of line within/)
    if (sent === undefined) continue
    assert(sent.endsWith(writeEol) && sent.indexOf(writeEol) === sent.length - writeEol.length)
  }
  for (const value of numbersOf(text) ?? []) assert(Number.isNaN(value) || Math.abs(value) < 9.9e37)
  assert.equal(typeof asks(text), 'boolean')
  assert.equal(typeof isRemark(text), 'boolean')
  const reply = replyOf(content, undefined, 'utf8')
  assert.doesNotMatch(shown(reply, 'utf8').replaceAll('\t', ''), UNSAFE)
  assert(Object.values(asJson(reply, 'utf8')).every((value) => typeof value === 'string'))
}

export const lines: FuzzTarget = {
  name: 'lines',
  code: ['arguments.ts', 'plot/numbers.ts', 'reply.ts', 'link.ts', 'script.ts', 'readable.ts'].map((path) =>
    join(import.meta.dirname, '../../src', path),
  ),
  seeds: [
    ...[
      '1.5h',
      '500',
      'crlf',
      '\\x03',
      '*IDN?\n',
      'A?\r\nB?',
      '1, 2;3\t-4e5',
      '9.91E+37,nan',
      '#15hello\n',
      '#0\x01\n',
    ],
    ...['# a remark', '#01', 'TEXT "a?b"', 'constructor', '\xff\x1b[2J', ' '],
  ].map(bytes),
  words: [
    ...['ms', 's', 'h', '.', 'lf', 'cr', '\\', '\\x', '\n', '\r', ';', ',', ' ', '#', '#0', '#9', '?', '"', "'", 'e9'],
    ...['constructor', '__proto__', 'toString', '\x1b[', '\xe2\x80\xae', '\xc3'],
  ],
  run,
}
