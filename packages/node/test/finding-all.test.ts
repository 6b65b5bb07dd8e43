/** Frames found and cut many at once against frames found and cut one by one: any bytes, any separator. */
import { type Encoding, Run, until } from '@sockio/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asText, cutFrames } from '../src/decode.ts'
import { findingAll } from '../src/finding-all.ts'

const spoilt = () => expect.fail('it has a value')

const byte = fc.oneof(fc.constantFrom(10, 13, 0x61, 0x62), fc.constantFrom(0, 0x80, 0xc3, 0xa9, 0xff), fc.nat(255))
const few = fc.constantFrom(0x61, 0x62) // often enough, separators that overlap
const memory = fc
  .oneof(fc.array(byte, { maxLength: 200 }), fc.array(few, { maxLength: 40 }))
  .map((bytes) => Buffer.from(bytes))
const separator = fc.constantFrom('\n', '\r\n', 'aab', 'abab', '\x80', 'é').map((text) => Buffer.from(text))
const encodings: readonly Encoding[] = ['utf8', 'latin1', 'ascii', 'utf16le']

/** Where frames end, asked one by one. */
function oneByOne(view: Buffer, start: number, separator: Buffer, most: number): number[] {
  const framing = until(separator)
  const ends: number[] = []
  for (let at = start; ends.length < most; ends.push(at)) {
    const size = framing.end(view, at, 0)
    if (size < 0) break
    at += size
  }
  return ends
}

describe('a framing that finds many at once', () => {
  it('finds what it finds one by one', () => {
    fc.assert(
      fc.property(memory, separator, fc.nat(20), fc.integer({ min: 1, max: 40 }), (view, separator, from, most) => {
        const start = Math.min(from, view.length)
        const ends: number[] = []
        findingAll(until(separator), separator).findAll?.(view, start, most, ends)
        expect(ends).toEqual(oneByOne(view, start, separator, most))
      }),
      { numRuns: 3000 },
    )
  })

  it('finds them where much has come, however long the first of them is', () => {
    fc.assert(
      fc.property(memory, separator, fc.integer({ min: 1, max: 5000 }), (some, separator, most) => {
        const view = Buffer.concat(Array.from({ length: 1 + Math.ceil(8192 / (some.length + 1)) }, () => some))
        const ends: number[] = []
        findingAll(until(separator), separator).findAll?.(view, 0, most, ends)
        expect(ends).toEqual(oneByOne(view, 0, separator, most))
      }),
      { numRuns: 200 },
    )
  })

  for (const encoding of encodings) {
    it(`gives the text that each frame has by itself: ${encoding}`, () => {
      const text = fc.oneof(
        memory,
        fc.stringMatching(/^[a-d\n]*$/).map((ascii) => Buffer.from(ascii)),
      )
      fc.assert(
        fc.property(text, separator, fc.nat(20), fc.boolean(), (view, separator, from, kept) => {
          const start = Math.min(from, view.length)
          const ends: number[] = []
          const found = findingAll(until(separator), separator).findAll?.(view, start, 1000, ends)
          const run = new Run(view, start, ends, kept ? found : undefined)
          const end = { eol: separator, cr: Buffer.alloc(0) }
          const [texts, buffers] = [cutFrames(encoding, end)(run, spoilt), cutFrames(undefined, end)(run, spoilt)]
          for (const [i, to] of ends.entries()) {
            const at = ends[i - 1] ?? start
            expect(texts.frame(at, to)).toBe(view.toString(encoding, at, to - separator.length))
            expect(buffers.frame(at, to)).toEqual(view.subarray(at, to))
          }
        }),
        { numRuns: 1000 },
      )
    })

    it(`takes a CR off as it does of each frame by itself: ${encoding}`, () => {
      const end = { eol: Buffer.from('\n', encoding), cr: Buffer.from('\r', encoding) }
      const lines = fc.array(fc.stringMatching(/^[a\r\u00e9]{0,4}\n$/), { maxLength: 9 })
      fc.assert(
        fc.property(lines, fc.boolean(), (lines, kept) => {
          const view = Buffer.from(lines.join(''), encoding)
          if (view.length === 0) return
          const ends: number[] = []
          const found = findingAll(until(end.eol), end.eol).findAll?.(view, 0, 1000, ends)
          const run = new Run(view, 0, ends, kept ? found : undefined)
          const texts = cutFrames(encoding, end)(run, spoilt)
          const one = asText(encoding, end)
          const readable = (line: string) => Buffer.from(line, encoding).toString(encoding)
          expect(ends.map((to, i) => texts.frame(ends[i - 1] ?? 0, to))).toEqual(
            lines.map((line) => readable(line.replace(/\r?\n$/, ''))),
          )
          expect(ends.map((to, i) => one(view.subarray(ends[i - 1] ?? 0, to)))).toEqual(
            lines.map((line) => readable(line.replace(/\r?\n$/, ''))),
          )
        }),
        { numRuns: 1000 },
      )
    })
  }
})
