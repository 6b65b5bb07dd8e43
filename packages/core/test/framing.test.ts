/** Framing rows: each runs whole, byte by byte, at every split in two, and with bytes behind it. */
import { describe, expect, it } from 'vitest'
import {
  block,
  exactly,
  type Framing,
  line,
  lineOrBlock,
  MalformedFrame,
  ReceiveBuffer,
  some,
  until,
} from '../src/index.ts'
import { bytes, text } from './rig/bytes.ts'

/** Name, framing, input, the frames in it, and what is left. */
type Row = readonly [string, Framing, input: string, frames: readonly string[], left: string]

/** A frame whose first byte tells how many follow. */
const prefixed: Framing = {
  bounded: true,
  searching: () => false,
  end: (view, start) => {
    const have = view.length - start
    const size = have === 0 ? 1 : (view[start] as number) + 1
    return have >= size ? size : have - size
  },
}

const lf = line(bytes('\n'))
const crlf = line(bytes('\r\n'))
const aab = line(bytes('aab'))
const data = block(bytes('\n'))
const either = lineOrBlock(bytes('\n'))
const long = 'x'.repeat(700)

const rows: readonly Row[] = [
  ['a line', lf, 'abc\n', ['abc\n'], ''],
  ['an empty line', lf, '\n', ['\n'], ''],
  ['lines and a part of one', lf, '1\n\n22\n3', ['1\n', '\n', '22\n'], '3'],
  ['no end of line', lf, 'abc\r', [], 'abc\r'],
  ['long lines', lf, `${long}\n${long}\n${long}`, [`${long}\n`, `${long}\n`], long],
  ['CR LF', crlf, 'a\r\nb\r\n', ['a\r\n', 'b\r\n'], ''],
  ['CR LF with lone ones in the line', crlf, '\r\r\n\n\r\nx\r', ['\r\r\n', '\n\r\n'], 'x\r'],
  ['three bytes, of which two repeat', aab, 'aaab', ['aaab'], ''],
  ['three bytes, at once again', aab, 'aabaabaaaaab', ['aab', 'aab', 'aaaaab'], ''],
  ['three bytes, never', aab, 'aaaaaa', [], 'aaaaaa'],
  ['three bytes, a false start', line(bytes('aba')), 'abbabaaba', ['abbaba', 'aba'], ''],
  ['a separator', until(bytes(';')), 'a;b;;c', ['a;', 'b;', ';'], 'c'],
  ['a separator of several bytes', until(bytes('END')), 'EENDENENDEN', ['EEND', 'ENEND'], 'EN'],
  ['a byte that is not ASCII', until(Uint8Array.of(255)), 'a\xffb\xfe', ['a\xff'], 'b\xfe'],
  ['a known size', exactly(3), 'abcdefgh', ['abc', 'def'], 'gh'],
  ['one byte', exactly(1), 'abc', ['a', 'b', 'c'], ''],
  ['a known size that is large', exactly(1500), long.repeat(3), [long.repeat(3).slice(0, 1500)], long.slice(100)],
  ['a definite block', data, '#13abc', ['#13abc'], ''],
  ['a definite block of nothing', data, '#10', ['#10'], ''],
  ['a definite block of nothing, with zeros', data, '#3000#', ['#3000'], '#'],
  ['a definite block with all that could end it', data, '#15#\n#0\n', ['#15#\n#0\n'], ''],
  ['a definite block with leading zeros', data, '#9000000002ab', ['#9000000002ab'], ''],
  ['two definite blocks', data, '#11a#12bc#', ['#11a', '#12bc'], '#'],
  ['a definite block cut in its length', data, '#41', [], '#41'],
  ['a definite block cut in its payload', data, '#14abc', [], '#14abc'],
  ['a definite block that is large', data, `#3700${long}`, [`#3700${long}`], ''],
  ['an indefinite block', data, '#0a#b\n', ['#0a#b\n'], ''],
  ['an indefinite block of nothing', data, '#0\n', ['#0\n'], ''],
  ['an indefinite block without its end', data, '#0abc', [], '#0abc'],
  ['an indefinite block with CR LF', block(bytes('\r\n')), '#0\n\r\r\n#0\r\n', ['#0\n\r\r\n', '#0\r\n'], ''],
  ['lines and definite blocks', either, '1\n#13a\nb2\n#10#3', ['1\n', '#13a\nb', '2\n', '#10'], '#3'],
  ['lines that only resemble blocks', either, '#\n#H1F\n#0a\n#2x\n#12', ['#\n', '#H1F\n', '#0a\n', '#2x\n'], '#12'],
  [
    'a line or a block, with CR LF',
    lineOrBlock(bytes('\r\n')),
    '#\r\n#12\r\n#2\r\n#',
    ['#\r\n', '#12\r\n', '#2\r\n'],
    '#',
  ],
  ['a length prefix of one’s own', prefixed, '\x02ab\x00\x03abc\x01', ['\x02ab', '\x00', '\x03abc'], '\x01'],
]

function frames(framing: Framing, chunks: readonly string[]): readonly [string[], string] {
  const buffer = new ReceiveBuffer()
  const all: string[] = []
  buffer.take(framing) // a reader waits before anything comes
  for (const chunk of chunks) {
    buffer.append(bytes(chunk))
    for (let frame = buffer.take(framing); frame !== undefined; frame = buffer.take(framing)) all.push(text(frame))
  }
  return [all, text(buffer.peek())]
}

describe('frames', () => {
  for (const [title, framing, input, expected, left] of rows) {
    it(title, () => {
      const result = [expected, left]
      expect(frames(framing, [input]), 'whole').toEqual(result)
      expect(frames(framing, [...input]), 'byte by byte').toEqual(result)
      for (let at = 1; at < input.length; at++) {
        expect(frames(framing, [input.slice(0, at), input.slice(at)]), `split at ${at}`).toEqual(result)
      }
      if (left === '' && expected.length > 0) {
        // What can be no frame by itself, neither with what follows.
        const [only, rest] = [new ReceiveBuffer(), '#1']
        only.append(bytes(input + rest))
        for (const frame of expected) expect(text(only.take(framing) as Uint8Array)).toBe(frame)
        expect(text(only.peek()), 'with bytes behind it').toBe(rest)
      }
    })
  }

  it('some: whatever is there, at most so much', () => {
    expect(frames(some(), ['abc', 'd'])).toEqual([['abc', 'd'], ''])
    expect(frames(some(2), ['abc', 'd'])).toEqual([['ab', 'c', 'd'], ''])
  })

  it('exactly(0) is a frame at once', () => {
    const buffer = new ReceiveBuffer()
    expect(buffer.take(exactly(0))).toHaveLength(0)
    buffer.append(bytes('a'))
    expect(buffer.take(exactly(0))).toHaveLength(0)
    expect(buffer.length).toBe(1)
  })

  it('an end of nothing is refused', () => {
    expect(() => line(bytes(''))).toThrow(RangeError)
    expect(() => until(bytes(''))).toThrow(/separator: must be at least one byte/)
  })

  it('the payload of a block is what the caller gets', () => {
    const payload = (frame: string) => text(data.body?.(bytes(frame)) as Uint8Array)
    expect(payload('#13abc')).toBe('abc')
    expect(payload('#10')).toBe('')
    expect(payload('#210abcdefghij')).toBe('abcdefghij')
    expect(payload('#0abc\n')).toBe('abc')
    expect(payload('#0\n')).toBe('')
  })
})

describe('a malformed block', () => {
  const malformed: readonly (readonly [input: string, message: RegExp])[] = [
    ['\n', /must begin with "#"/],
    ['ERR\n', /must begin with "#"/],
    ['\n#11a', /must begin with "#"/],
    ['#A', /the byte after "#".* must be a digit/],
    ['#\n', /the byte after "#".* must be a digit/],
    ['#1x', /each byte of the length .* must be a digit/],
    ['#9x', /each byte of the length .* must be a digit/],
    ['#21x0', /each byte of the length .* must be a digit/],
    ['#2-10', /each byte of the length .* must be a digit/],
  ]
  for (const [input, message] of malformed) {
    it(`${JSON.stringify(input)} is refused, however it comes`, () => {
      expect(() => frames(data, [input])).toThrow(MalformedFrame)
      expect(() => frames(data, [input])).toThrow(message)
      expect(() => frames(data, [...input])).toThrow(message)
      for (let at = 1; at < input.length; at++) {
        expect(() => frames(data, [input.slice(0, at), input.slice(at)])).toThrow(message)
      }
    })
  }
})
