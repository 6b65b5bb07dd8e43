/** Carriers that say where messages end: an instrument that leaves its end of line out just works, and nobody gets another's. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Inbox } from '../src/inbox.ts'
import {
  block,
  exactly,
  type Framing,
  idle,
  line,
  lineOrBlock,
  MalformedFrame,
  some,
  someText,
  until,
} from '../src/index.ts'
import { bytes, text } from './rig/bytes.ts'
import { type Rig, rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

const LF = bytes('\n')
const CRLF = bytes('\r\n')
const DATA = block(LF)

/** Messages, each ending with its last byte; a text by itself, and `|` for an end that is said. */
function messages(r: Rig, said: string): Rig {
  const parts = said.split(/(?<=\|)/)
  for (const part of parts) r.message(part.replace(/\|$/, ''), part.endsWith('|'))
  return r
}

/** Name, framing, input with `|` where a message ends, the frames, and what is left. */
type Row = readonly [string, Framing, input: string, frames: readonly string[], left: string]

const rows: readonly Row[] = [
  ['a line without its end', line(LF), 'abc|d|', ['abc', 'd'], ''],
  ['a line with its end', line(LF), 'abc\n|d\n|', ['abc\n', 'd\n'], ''],
  ['lines of one message', line(LF), 'a\nb\nc|d', ['a\n', 'b\n', 'c'], 'd'],
  ['half an end of line', line(CRLF), 'a\r|b\n|c\r\n|', ['a\r', 'b\n', 'c\r\n'], ''],
  ['a line cut into pieces', line(LF), 'a', [], 'a'],
  ['a separator that never comes', until(bytes(';')), 'a;b|;|', ['a;', 'b', ';'], ''],
  ['what there is, of one message', some(), 'ab|c|', ['ab', 'c'], ''],
  ['some of it', some(2), 'abc|d|', ['ab', 'c', 'd'], ''],
  ['half a character', someText('utf8'), '\xc3|\xa4|', ['\xc3', '\xa4'], ''],
  ['what ends with a silence', idle(50), 'ab|c|d', ['ab', 'c'], 'd'],
  ['so many bytes, over any number of messages', exactly(3), 'a|bc|def|', ['abc', 'def'], ''],
  ['a definite block', DATA, '#12ab|#11c\n|#10|', ['ab', 'c', ''], ''],
  ['an indefinite block, with ends of line in it', DATA, '#0a\nb\n|#0c\n\n|#0|', ['a\nb', 'c\n', ''], ''],
  ['an indefinite block without its end of line', DATA, '#0ab|#11c|', ['ab', 'c'], ''],
  ['a header', block(LF, 99, { header: true }), 'x #12ab|y#0c|', ['ab', 'c'], ''],
  ['a required end of line, left out', block(LF, 99, { ending: 'required' }), '#12ab|#11c\n|', ['ab', 'c'], ''],
  ['several blocks', block(LF, 99, { several: true }), '#12ab,#11c|#11d\n|', ['abc', 'd'], ''],
  ['what resembles a block', lineOrBlock(LF), '#|#1|#2x|', ['#', '#1', '#2x'], ''],
  ['lines and blocks', lineOrBlock(LF), 'a|#13b\nc|d\n|', ['a', '#13b\nc', 'd\n'], ''],
  ['messages of nothing', line(LF), '|a||b||', ['a', 'b'], ''],
]

function inbox(): Inbox {
  const box = new Inbox((size) => new Uint8Array(size), 1000)
  box.append(bytes(''), false) // the carrier says so from the start
  return box
}

function frames(framing: Framing, chunks: readonly (readonly [string, boolean])[]): readonly [string[], string] {
  const box = inbox()
  const all: string[] = []
  for (const [chunk, end] of chunks) {
    box.append(bytes(chunk), end)
    for (let frame = box.next(framing); frame !== undefined; frame = box.next(framing)) all.push(text(frame))
  }
  return [all, text(box.peek())]
}

/** Each message in one piece; in single bytes, the end said with the last; and said after it, alone. */
const cuts: Readonly<Record<string, (input: string) => (readonly [string, boolean])[]>> = {
  whole: (input) => input.split(/(?<=\|)/).map((part) => [part.replace(/\|$/, ''), part.endsWith('|')]),
  'byte by byte': (input) =>
    [...input].flatMap((byte, i) => (byte === '|' ? [] : [[byte, input[i + 1] === '|'] as const])),
}

describe('frames', () => {
  for (const [title, framing, input, expected, left] of rows) {
    for (const [how, cut] of Object.entries(cuts)) {
      if (how !== 'whole' && (framing.bounded === false || input.startsWith('|'))) continue // pieces are frames
      it(`${title}, ${how}`, () => expect(frames(framing, cut(input))).toEqual([expected, left]))
    }
    it(`${title}, all of it there before anybody reads`, () => {
      const box = inbox()
      for (const [chunk, end] of cuts.whole?.(input) ?? []) box.append(bytes(chunk), end)
      const all: string[] = []
      for (let frame = box.next(framing); frame !== undefined; frame = box.next(framing)) all.push(text(frame))
      expect([all, text(box.peek())]).toEqual([expected, left])
    })
  }

  it('in new memory, where what is not read moves to', () => {
    const box = inbox()
    const long = 'x'.repeat(900)
    const all: string[] = []
    box.append(bytes('a'), true)
    all.push(text(box.next(line(LF)) as Uint8Array))
    for (let i = 0; i < 20; i++) box.append(bytes(`${i}`), true)
    for (let i = 0; i < 20; i++) box.append(bytes(long), true)
    for (let frame = box.next(line(LF)); frame !== undefined; frame = box.next(line(LF))) all.push(text(frame))
    expect(all).toEqual(['a', ...Array.from({ length: 20 }, (_, i) => `${i}`), ...Array(20).fill(long)])
  })

  it.each([
    ['#14abc|', DATA],
    ['#1|', DATA],
    ['#|', DATA],
    ['#(12|', DATA],
    ['#A\0|', DATA],
    ['#0', undefined],
    ['abc|', block(LF, 99, { header: true })],
    ['#11a,|', block(LF, 99, { several: true })],
    ['#14abc|', lineOrBlock(LF)],
  ])('%s ends before its block does', (input, framing) => {
    for (const cut of Object.values(cuts)) {
      if (framing === undefined) expect(frames(DATA, cut(input))).toEqual([[], input])
      else expect(() => frames(framing, cut(input))).toThrow(MalformedFrame)
    }
  })

  it('a block whose message ends has no end of line behind it: what comes is the next message', () => {
    const box = inbox()
    box.append(bytes('#11a'), true)
    expect(text(box.next(DATA) as Uint8Array)).toBe('a')
    box.append(bytes('\n'), true)
    expect(text(box.next(line(LF)) as Uint8Array)).toBe('\n')
  })

  it('nor when the end is said later', () => {
    const box = inbox()
    box.append(bytes('#11a'), false)
    expect(text(box.next(DATA) as Uint8Array)).toBe('a')
    box.append(bytes(''), true)
    box.append(bytes('\n'), true)
    expect(text(box.next(line(LF)) as Uint8Array)).toBe('\n')
  })

  it('of a block that was said to end later still loses its end of line', () => {
    const box = inbox()
    box.append(bytes('#11a'), false)
    expect(text(box.next(DATA) as Uint8Array)).toBe('a')
    box.append(bytes('\r'), false)
    expect(box.next(line(LF))).toBeUndefined()
    box.append(bytes('\n'), true)
    box.append(bytes('b'), true)
    expect(text(box.next(line(LF)) as Uint8Array)).toBe('b')
  })
})

describe('the machine', () => {
  scenarios([
    {
      title: 'a reply without its end of line ends with its message',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => messages(r, '1')],
        [(r) => messages(r, '2|'), ['reply', 'A?', '12']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => messages(r, '3\n|'), ['reply', 'B?', '3\n']],
      ],
    },
    {
      title: 'an end that is said later, by itself',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => messages(r, '12')],
        [(r) => r.message('', true), ['reply', 'A?', '12']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => messages(r, '3\n'), ['reply', 'B?', '3\n']],
        [(r) => r.message('', true)],
        [(r) => r.ask('C?'), ['write', 'C?\n']],
        [(r) => messages(r, '4')],
        [(r) => messages(r, '5|'), ['reply', 'C?', '45']],
      ],
    },
    {
      title: 'a silence is not waited for where the message ends',
      steps: [
        [(r) => r.ask('A?', { framing: idle(50) }), ['write', 'A?\n']],
        [(r) => messages(r, 'ab')],
        [(r) => messages(r, 'c|'), ['reply', 'A?', 'abc']],
        [(r) => r.advance(1000)],
      ],
    },
    {
      title: 'a block that is cut short is malformed, and its connection goes',
      steps: [
        [(r) => r.ask('A?', { framing: DATA }), ['write', 'A?\n']],
        [(r) => messages(r, '#14abc|'), ['settle', 'A?', 'FramingError'], ['destroy']],
        [(r) => expect(r.call('A?').error?.message).toContain('the message ends before its block does')],
      ],
    },
    {
      title: 'a late reply is dropped at its end',
      settings: { resync: 'discard' },
      steps: [
        [(r) => r.ask('A?', { timeout: 10 }), ['write', 'A?\n']],
        [(r) => r.advance(10), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.ask('B?')],
        [(r) => messages(r, 'late|'), ['write', 'B?\n']],
        [(r) => messages(r, '2|'), ['reply', 'B?', '2']],
      ],
    },
    {
      title: 'a stream, message by message',
      steps: [
        [(r) => r.stream({ credit: 9 })],
        [(r) => messages(r, 'a|b\nc|'), ['frame', 'stream', 'a'], ['frame', 'stream', 'b\n'], ['frame', 'stream', 'c']],
      ],
    },
    {
      title: 'a stream with match beside requests, each line where it belongs',
      steps: [
        [(r) => r.stream({ credit: 9, match: (frame) => frame[0] === 0x21 })],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => messages(r, '!a|1|!b|'), ['frame', 'stream', '!a'], ['reply', 'A?', '1'], ['frame', 'stream', '!b']],
        [(r) => messages(r, '2|3|')],
        [(r) => r.read(), ['reply', 'read', '2']],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.read({ name: 'other' }), ['reply', 'other', '3']],
      ],
    },
    {
      title: 'frames that a stream was given and did not use are set aside, since their ends are not known any more',
      steps: [
        [(r) => r.stream({ credit: 9 })],
        [(r) => messages(r, 'a|b|'), ['frame', 'stream', 'a'], ['frame', 'stream', 'b']],
        [(r) => r.cancel('stream', 'a', 'b'), ['stray', 'ab'], ['settle', 'stream']],
      ],
    },
    {
      title: 'what was there before a request goes with its end',
      steps: [
        [(r) => messages(r, 'old|')],
        [(r) => r.ask('A?'), ['stray', 'old'], ['write', 'A?\n']],
        [(r) => messages(r, 'n')],
        [(r) => messages(r, 'ew|'), ['reply', 'A?', 'new']],
      ],
    },
  ])

  const message = fc.stringMatching(/^[a-c#0-2]{1,12}$/)
  const ending = fc.constantFrom('', '\n')
  const sent = fc.array(fc.tuple(message, ending), { minLength: 1, maxLength: 8 })

  it('each exchange gets its message, whatever the messages, their ends of line and their pieces', () => {
    fc.assert(
      fc.property(
        sent,
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        fc.integer({ min: 1, max: 4 }),
        (all, cut, pipeline) => {
          const r = rig({ pipeline }).open()
          const calls = all.map((_, i) => r.ask(`Q${i}`))
          for (const [body, end] of all) {
            let rest = body + end
            while (rest.length > 0) {
              const size = cut.next().value ?? 1
              const piece = rest.slice(0, size)
              rest = rest.slice(size)
              const together = size % 2 === 0
              r.message(piece, rest === '' && together)
              if (rest === '' && !together) r.message('', true) // alone, behind it
            }
          }
          expect(calls.map((call) => call.texts[0])).toEqual(all.map(([body, end]) => body + end))
          expect(r.machine.inWaiting).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('so does each that reads one at a time, lines and blocks and what there is, in any order', () => {
    const kinds = [line(LF), idle(50), until(bytes(';')), DATA, block(LF, 99, { ending: 'required' })]
    const blockOf = (body: string) => `#2${String(body.length).padStart(2, '0')}${body}`
    const exchange = fc.tuple(fc.nat(kinds.length - 1), message, fc.nat(3))
    fc.assert(
      fc.property(fc.array(exchange, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (all, size) => {
        const r = rig().open()
        const wanted: string[] = []
        const calls = all.map(([kind, body], i) => {
          const framing = kinds[kind] as Framing
          wanted.push(body)
          return r.ask(`Q${i}`, { framing })
        })
        for (const [kind, body] of all) {
          const whole = kind < 3 ? body : blockOf(body)
          for (let at = 0; at < whole.length; at += size) {
            r.message(whole.slice(at, at + size), at + size >= whole.length)
          }
        }
        expect(calls.map((call) => call.texts[0])).toEqual(wanted)
        expect(r.machine.inWaiting).toBe(0)
      }),
      { numRuns: 300 },
    )
  })
})
