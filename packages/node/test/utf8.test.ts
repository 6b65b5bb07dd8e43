/** Text becomes the bytes that Node makes of it, however long it is and whatever is in it. */
import { describe, expect, it } from 'vitest'
import { utf8 } from '../src/utf8.ts'

const rows: readonly (readonly [string, text: string, end: string])[] = [
  ['nothing', '', ''],
  ['an end alone', '', '\n'],
  ['ASCII', 'MEAS:VOLT? (@101)', '\r\n'],
  ['the whole of ASCII', String.fromCharCode(...Array.from({ length: 128 }, (_, i) => i)), '\0'],
  ['a character of two bytes', 'µ', '\n'],
  ['one behind many of one', `${'x'.repeat(40)}Ω`, '\n'],
  ['one of four bytes', 'DISP "🔬"', '\n'],
  ['half of one, which has no bytes', 'a\ud83d', '\n'],
  ['the other half', '\udd2cb', ';'],
]

describe('text as UTF-8', () => {
  it.each(rows)('%s', (_name, text, end) => {
    expect(utf8(text, end)).toEqual(Buffer.from(text + end))
  })

  it('of every length up to a hundred', () => {
    for (let length = 0; length <= 100; length++) {
      for (const last of ['x', 'é']) {
        const text = '?'.repeat(length) + last
        expect(utf8(text, '\n')).toEqual(Buffer.from(`${text}\n`))
      }
    }
  })

  it('is memory of its own', () => {
    const [first, second] = [utf8('VOLT 1'), utf8('VOLT 2')]
    second.fill(0)
    expect(first.toString()).toBe('VOLT 1')
  })
})
