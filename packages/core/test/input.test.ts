/** Input that is not simply a reply: strays, trailers of blocks, overruns, malformed frames, a full buffer. */
import { describe, expect, it } from 'vitest'
import { block, exactly, line, some } from '../src/index.ts'
import { bytes, text } from './rig/bytes.ts'
import { rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

const BLOCK = block(bytes('\n'))

describe('stray bytes', () => {
  scenarios([
    {
      title: 'what was there before a request is set aside and reported',
      steps: [
        [(r) => r.receive('banner\nmore')],
        [(r) => r.ask('A?'), ['stray', 'banner\nmore'], ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'a late second line is not the next reply',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('1\nextra\n'), ['reply', 'A?', '1\n']],
        [(r) => r.ask('B?'), ['stray', 'extra\n'], ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
    {
      title: 'nor the reply of one that was queued meanwhile',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.receive('1\nextra\n'), ['reply', 'A?', '1\n'], ['stray', 'extra\n'], ['write', 'B?\n']],
      ],
    },
    {
      title: 'reads without a write see them',
      steps: [[(r) => r.receive('banner\n')], [(r) => r.read(), ['reply', 'read', 'banner\n']]],
    },
    {
      title: 'a write without a read leaves them',
      steps: [
        [(r) => r.receive('banner\n')],
        [(r) => r.write('A'), ['write', 'A\n'], ['settle', 'A']],
        [(r) => r.read(), ['reply', 'read', 'banner\n']],
      ],
    },
    {
      title: "staleInput: 'keep' takes them for the reply",
      settings: { staleInput: 'keep' },
      steps: [[(r) => r.receive('old\n')], [(r) => r.ask('A?'), ['write', 'A?\n'], ['reply', 'A?', 'old\n']]],
    },
  ])

  it('takes everything at once when asked to', () => {
    const r = rig().open().receive('a\nb', 'c')
    expect(r.machine.inWaiting).toBe(4)
    expect(text(r.machine.takeInput())).toBe('a\nbc')
    expect(r.machine.inWaiting).toBe(0)
    expect(text(r.machine.takeInput())).toBe('')
  })
})

describe('the end of line after a block', () => {
  const ask = { framing: BLOCK }
  for (const eol of ['\n', '\r\n']) {
    const shown = JSON.stringify(eol)
    scenarios([
      {
        title: `${shown} comes with the block`,
        steps: [
          [(r) => r.ask('D?', ask), ['write', 'D?\n']],
          [(r) => r.receive(`#13a\nb${eol}`), ['reply', 'D?', 'a\nb']],
          [(r) => r.ask('A?'), ['write', 'A?\n']],
        ],
      },
      {
        title: `${shown} comes later, alone`,
        steps: [
          [(r) => r.ask('D?', ask), ['write', 'D?\n']],
          [(r) => r.receive('#13a\nb'), ['reply', 'D?', 'a\nb']],
          [(r) => r.receive(...eol)],
          [(r) => r.ask('A?'), ['write', 'A?\n']],
          [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        ],
      },
      {
        title: `${shown} comes after the next request went out`,
        steps: [
          [(r) => r.ask('D?', ask), ['write', 'D?\n']],
          [(r) => r.receive('#13a\nb'), ['reply', 'D?', 'a\nb']],
          [(r) => r.ask('A?'), ['write', 'A?\n']],
          [(r) => r.receive(...eol)],
          [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        ],
      },
      {
        title: `${shown} comes between two blocks, byte by byte`,
        steps: [
          [(r) => r.ask('D?', { ...ask, count: 2 }), ['write', 'D?\n']],
          [(r) => r.receive(...`#11x${eol}#11`)],
          [(r) => r.receive('y'), ['reply', 'D?', 'x', 'y']],
        ],
      },
    ])
  }
  scenarios([
    {
      title: 'never comes: nobody waits for it',
      steps: [
        [(r) => r.ask('D?', ask), ['write', 'D?\n']],
        [(r) => r.receive('#13abc'), ['reply', 'D?', 'abc']],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'is swallowed once: a second one is a line',
      steps: [
        [(r) => r.ask('D?', ask), ['write', 'D?\n']],
        [(r) => r.receive('#13abc\n\n'), ['reply', 'D?', 'abc']],
        [(r) => r.read(), ['reply', 'read', '\n']],
      ],
    },
    {
      title: 'is a part of an indefinite block, and nothing more is swallowed',
      steps: [
        [(r) => r.ask('D?', ask), ['write', 'D?\n']],
        [(r) => r.receive('#0abc\n\n'), ['reply', 'D?', 'abc']],
        [(r) => r.read(), ['reply', 'read', '\n']],
      ],
    },
    {
      title: 'of an own kind is swallowed too',
      steps: [
        [(r) => r.ask('D?', { framing: block(bytes(';')) }), ['write', 'D?\n']],
        [(r) => r.receive('#11a'), ['reply', 'D?', 'a']],
        [(r) => r.receive(';')],
        [(r) => r.receive('x\n')],
        [(r) => r.read(), ['reply', 'read', 'x\n']],
      ],
    },
  ])
})

describe('a reply that can’t be read', () => {
  const overrun = (chunks: readonly string[]) => {
    const r = rig({ bufferSize: 8 }).open()
    r.ask('A?')
    r.receive(...chunks)
    return [r.call('A?').error?.name, text(r.call('A?').error?.partial ?? bytes('')).slice(0, 8), r.machine.state]
  }

  it('is longer than bufferSize: an overrun, however it was chunked', () => {
    const expected = ['LimitOverrunError', '12345678', 'idle']
    expect(overrun(['12345678\n'])).toEqual(expected)
    expect(overrun([...'12345678\n'])).toEqual(expected)
    for (let i = 1; i < 9; i++) expect(overrun(['12345678\n'.slice(0, i), '12345678\n'.slice(i)])).toEqual(expected)
    expect(overrun(['1234567890'])).toEqual(expected)
  })

  it('is as long as bufferSize: no overrun, however it was chunked', () => {
    const expected = [undefined, '', 'ready']
    expect(overrun(['1234567\n'])).toEqual(expected)
    expect(overrun([...'1234567\n'])).toEqual(expected)
    for (let i = 1; i < 8; i++) expect(overrun(['1234567\n'.slice(0, i), '1234567\n'.slice(i)])).toEqual(expected)
  })

  scenarios([
    {
      title: 'a known size is not bounded by bufferSize',
      settings: { bufferSize: 4 },
      steps: [
        [(r) => r.ask('A?', { framing: exactly(10) }), ['write', 'A?\n']],
        [(r) => r.receive('12345', '67890'), ['reply', 'A?', '1234567890']],
        [(r) => r.ask('B?', { framing: BLOCK }), ['write', 'B?\n']],
        [(r) => r.receive('#2', '101234', '567890'), ['reply', 'B?', '1234567890']],
      ],
    },
    {
      title: 'an indefinite block is',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.ask('A?', { framing: BLOCK }), ['write', 'A?\n']],
        [(r) => r.receive('#0345', '678'), ['settle', 'A?', 'LimitOverrunError'], ['destroy']],
      ],
    },
    {
      title: 'a block without its header: the others go on with the next connection',
      steps: [
        [(r) => r.ask('D?', { framing: BLOCK }), ['write', 'D?\n']],
        [(r) => r.ask('A?')],
        [(r) => r.receive('ERR\n'), ['settle', 'D?', 'FramingError'], ['destroy']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
      ],
    },
    {
      title: 'in a stream ends it, after what was whole',
      steps: [
        [(r) => r.stream({ framing: BLOCK, credit: 9 })],
        [
          (r) => r.receive('#11a#11b?'),
          ['frame', 'stream', 'a'],
          ['frame', 'stream', 'b'],
          ['settle', 'stream', 'FramingError'],
          ['destroy'],
        ],
      ],
    },
    {
      title: 'in a late reply that is owed to nobody ends the connection all the same',
      settings: { resync: 'discard' },
      steps: [
        [(r) => r.ask('D?', { framing: BLOCK }), ['write', 'D?\n']],
        [(r) => r.abort('D?'), ['settle', 'D?', 'AbortError']],
        [(r) => r.receive('ERR\n'), ['destroy']],
      ],
      states: ['idle'],
    },
  ])
})

describe('a full buffer', () => {
  scenarios([
    {
      title: 'that nobody reads rests the socket, and nothing is dropped',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.receive('123456')],
        [(r) => r.receive('7\n9'), ['pause']],
        [(r) => r.read(), ['reply', 'read', '1234567\n'], ['resume']],
        [(r) => r.read({ framing: some() }), ['reply', 'read', '9']],
      ],
    },
    {
      title: 'goes on when a read wants more than is there',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.read({ framing: exactly(9) }), ['resume']],
        [(r) => r.receive('9'), ['reply', 'read', '123456789']],
      ],
    },
    {
      title: 'goes on when a request sets the old bytes aside',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.ask('A?'), ['stray', '12345678'], ['resume']],
        [(r) => r.advance(0), ['write', 'A?\n']],
      ],
    },
    {
      title: 'goes on when it is reset',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.receive('12345678'), ['pause']],
        [(r) => r.turn(() => r.machine.takeInput()), ['resume']],
      ],
    },
  ])

  it('serves different framings in turn', () => {
    const r = rig().open().receive('ab', 'cd\r\nef', 'gh\n', 'rest')
    expect(r.read({ framing: exactly(3) }).texts).toEqual(['abc'])
    expect(r.read({ framing: line(bytes('\r\n')) }).texts).toEqual(['d\r\n'])
    expect(r.read().texts).toEqual(['efgh\n'])
    expect(r.read({ framing: some(2) }).texts).toEqual(['re'])
  })
})
