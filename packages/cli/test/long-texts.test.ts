/** What somebody else has written may be long: to look at it takes no longer than it is long. And no name is one of JavaScript's. */
import { expect, test } from 'vitest'
import { eol } from '../src/arguments.ts'
import { terminated } from '../src/link.ts'

const link = { timeout: 1, encoding: 'utf8', banner: 0 } as const

test('a command with many ends of line behind it', () => {
  const command = `A?${'\r'.repeat(1_000_000)}`
  expect(terminated(command, link)).toBe(`${command}\n`)
})

test.each(['constructor', 'toString', '__proto__'])('the end of line %s is that text', (text) => {
  expect(eol(text)).toBe(text)
})
