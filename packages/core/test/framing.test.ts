/** Framing rows: each runs whole, byte by byte, at every split in two, and with bytes behind it. */
import { describe, expect, it } from 'vitest'
import {
  type BlockDialect,
  block,
  dialectRule,
  exactly,
  type Framing,
  line,
  lineOrBlock,
  MalformedFrame,
  OversizedFrame,
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
const LF = bytes('\n')
const headed = block(LF, 1e6, { header: true })
const several = block(LF, 1e6, { several: true })
const required = block(LF, 1e6, { ending: 'required' })
const never = block(LF, 1e6, { ending: 'never' })
const severalHeaded = block(bytes('\r'), 1e6, { header: true, several: true, ending: 'required' })
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
  ['a size in parentheses', data, '#(3)abc#(0000000000)#(12)', ['#(3)abc', '#(0000000000)'], '#(12)'],
  ['a size in parentheses that is not whole', data, '#(000000000000003', [], '#(000000000000003'],
  ['a count of two bytes', data, '#A\0\x03abc#A\0\0#A\x01', ['#A\0\x03abc', '#A\0\0'], '#A\x01'],
  ['a count of two bytes, the higher first', data, `#A\x02\xbc${long}`, [`#A\x02\xbc${long}`], ''],
  ['a header in front', headed, ':CURV #13abc#11x CURVE?\r\n#0y\n', [':CURV #13abc', '#11x', ' CURVE?\r\n#0y\n'], ''],
  ['a header, and no block yet', headed, ':CURV 13abc', [], ':CURV 13abc'],
  ['a header in front of one of HP', headed, 'x#A\0\x02#\n', ['x#A\0\x02#\n'], ''],
  [
    'several blocks',
    several,
    '#11a,#12,#,#10\n#11b\r\n#0c,d\n#11e',
    ['#11a,#12,#,#10\n', '#11b\r\n', '#0c,d\n'],
    '#11e',
  ],
  ['several blocks of different heads', several, '#(2)ab,#A\0\x01c,#11d\n', ['#(2)ab,#A\0\x01c,#11d\n'], ''],
  ['several blocks, cut behind a comma', several, '#11a,', [], '#11a,'],
  ['several blocks, cut in a head', several, '#11a,#2', [], '#11a,#2'],
  ['several blocks behind a header', severalHeaded, 'A,B #11a,#11b\r\n#11c\r', ['A,B #11a,#11b\r', '\n#11c\r'], ''],
  ['a required end of line', required, '#11a\n#11b\r\n#0c\n#11d\r', ['#11a\n', '#11b\r\n', '#0c\n'], '#11d\r'],
  ['an end of line that belongs to others', never, '#11a#0b\n#12\r\n', ['#11a', '#0b\n', '#12\r\n'], ''],
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

  it('the nearest end of one byte is found at every distance, and not before what was searched already', () => {
    for (let at = 0; at < 100; at++) {
      const view = bytes(`;${'x'.repeat(at)};${'x'.repeat(at % 7)};`)
      for (const scanned of [0, at >> 1, at]) expect(until(bytes(';')).end(view, 1, scanned)).toBe(at + 1)
      expect(until(bytes(';')).end(view.subarray(0, at + 1), 1, 0)).toBe(-1)
    }
  })

  it('the payload of a block is what the caller gets', () => {
    const payload = (frame: string) => text(data.body?.(bytes(frame)) as Uint8Array)
    expect(payload('#13abc')).toBe('abc')
    expect(payload('#10')).toBe('')
    expect(payload('#210abcdefghij')).toBe('abcdefghij')
    expect(payload('#0abc\n')).toBe('abc')
    expect(payload('#0\n')).toBe('')
    expect(payload('#(0003)abc')).toBe('abc')
    expect(payload('#A\0\x03abc')).toBe('abc')
  })

  it('so it is of a dialect: without the text in front, several as one, without the end of line', () => {
    const payload = (framing: Framing, frame: string) => text(framing.body?.(bytes(frame)) as Uint8Array)
    expect(payload(headed, ':CURV #13abc')).toBe('abc')
    expect(payload(headed, ':CURV #0abc\n')).toBe('abc')
    expect(payload(several, '#11a,#12,#,#10,#13bcd\n')).toBe('a,#bcd')
    expect(payload(several, '#11a\r\n')).toBe('a')
    expect(payload(several, '#0a,b\n')).toBe('a,b')
    expect(payload(severalHeaded, 'x #11a,#(1)b\r')).toBe('ab')
    expect(payload(required, '#12ab\r\n')).toBe('ab')
    expect(payload(never, '#12ab')).toBe('ab')
  })

  it('a dialect without `maybe` has no trailers, and one with a header may begin with any byte', () => {
    expect([data, headed].map(({ trailers }) => trailers?.length)).toEqual([3, 3])
    expect([several, required, never].map(({ trailers }) => trailers)).toEqual([undefined, undefined, undefined])
    expect([data, headed].map(({ first }) => first)).toEqual([0x23, undefined])
  })
})

describe('a malformed block', () => {
  const malformed: readonly (readonly [input: string, message: RegExp])[] = [
    ['\n', /must begin with "#"/],
    ['ERR\n', /must begin with "#"/],
    ['\n#11a', /must begin with "#"/],
    ['#B', /the byte after "#".* must be a digit/],
    ['#\n', /the byte after "#".* must be a digit/],
    ['#1x', /each byte of the length .* must be a digit/],
    ['#9x', /each byte of the length .* must be a digit/],
    ['#21x0', /each byte of the length .* must be a digit/],
    ['#2-10', /each byte of the length .* must be a digit/],
    ['#(x', /each byte of the length .* must be a digit/],
    ['#(1 ', /each byte of the length .* must be a digit/],
    ['#()', /the length .* is missing/],
    ['#(0000000000000001', /more than 15 digits/],
    ['#(9999999999999999)', /more than 15 digits/],
  ]
  for (const [input, message] of malformed) {
    it(`${JSON.stringify(input)} is refused, however it comes`, () => {
      refused(data, input, message)
    })
  }

  const ofDialects: readonly (readonly [title: string, framing: Framing, input: string, message: RegExp])[] = [
    ['no end of line where it is required', required, '#11ax', /must be followed by an end of line/],
    ['half an end of line where it is required', required, '#11a\rx', /must be followed by an end of line/],
    ['no block behind a comma', several, '#11a,b', /must begin with "#"/],
    ['a block that does not say its size behind a comma', several, '#11a,#0b', /must say its size/],
    ['neither a comma nor an end of line', several, '#11a;', /must be followed by an end of line/],
    ['a head behind a header', headed, 'a #x', /the byte after "#".* must be a digit/],
  ]
  for (const [title, framing, input, message] of ofDialects) it(title, () => refused(framing, input, message))

  it('a header is at most 4096 bytes', () => {
    const longest = 'x'.repeat(4096)
    expect(frames(headed, [longest, '#10'])).toEqual([[`${longest}#10`], ''])
    expect(() => frames(headed, [longest, 'x'])).toThrow(/no "#" in 4096 bytes/)
    expect(() => frames(headed, [`${longest}x#10`])).toThrow(MalformedFrame)
  })

  function refused(framing: Framing, input: string, message: RegExp) {
    expect(() => frames(framing, [input])).toThrow(MalformedFrame)
    expect(() => frames(framing, [input])).toThrow(message)
    expect(() => frames(framing, [...input])).toThrow(message)
    for (let at = 1; at < input.length; at++) {
      expect(() => frames(framing, [input.slice(0, at), input.slice(at)])).toThrow(message)
    }
  }
})

describe('blocks that promise too much', () => {
  const small = (dialect?: BlockDialect) => block(LF, 10, dialect)
  const oversized: readonly (readonly [input: string, framing: Framing, message: RegExp])[] = [
    ['#211', small(), /a block of 11 bytes, more than 10/],
    ['#(1234567890)', small(), /a block of 1234567890 bytes, more than 10/],
    ['#A\x01\0', small(), /a block of 256 bytes, more than 10/],
    ['x#211', small({ header: true }), /a block of 11 bytes, more than 10/],
    [`#16${'x'.repeat(6)},#15`, small({ several: true }), /a block of 5 bytes, more than 4/],
    [Array(4098).fill('#10').join(','), small({ several: true }), /more than 4096 blocks/],
  ]
  for (const [input, framing, message] of oversized) {
    it(`${JSON.stringify(input).slice(0, 24)}: ${message.source}`, () => {
      expect(() => frames(framing, [input])).toThrow(OversizedFrame)
      expect(() => frames(framing, [input])).toThrow(message)
    })
  }

  it('as much as is allowed is no more than that', () => {
    expect(frames(small({ several: true }), ['#15abcde,#15fghij\n'])[0]).toHaveLength(1)
  })
})

describe('a dialect', () => {
  it.each<BlockDialect>([
    {},
    { header: true, several: false, ending: 'never' },
    { several: true, ending: 'required' },
    { header: undefined, several: true },
  ])('%j is taken', (dialect) => {
    expect(() => dialectRule(dialect, 'dialect')).not.toThrow()
  })

  it.each([
    [true, /^dialect: expected an object/],
    ['header', /^dialect: expected an object/],
    [{ header: 1 }, /^dialect.header: expected a boolean/],
    [{ ending: 'always' }, /^dialect.ending: expected "maybe" or "required" or "never"/],
    [{ endings: 'never' }, /unknown field of a dialect "endings": did you mean "ending"/],
    [{ several: true, ending: 'maybe' }, /^dialect.ending: the end of line shows which/],
  ])('%j is refused', (dialect, message) => {
    expect(() => dialectRule(dialect, 'dialect')).toThrow(message)
    expect(() => dialectRule(dialect, 'dialect')).toThrow(TypeError)
  })
})
