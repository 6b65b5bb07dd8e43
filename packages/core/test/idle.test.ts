/** Replies that end with a silence: what came when nothing more came for so long. */
import { describe, expect, it } from 'vitest'
import { Exchange, idle, StreamState } from '../src/index.ts'
import { text } from './rig/bytes.ts'
import { scenarios } from './rig/scenarios.ts'

const ask = { framing: idle(50) }

describe('a reply', () => {
  scenarios([
    {
      title: 'is what came when nothing more has come for so long; each byte begins the silence anew',
      steps: [
        [(r) => r.ask('A?', ask), ['write', 'A?\n']],
        [(r) => r.advance(1000)],
        [(r) => r.receive('ab')],
        [(r) => r.advance(49)],
        [(r) => r.receive('c\n')],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['reply', 'A?', 'abc\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
    {
      title: 'other calls don’t begin it anew',
      settings: { pipeline: 2 },
      steps: [
        [(r) => r.ask('A?', ask), ['write', 'A?\n']],
        [(r) => r.receive('ab')],
        [(r) => r.advance(40)],
        [(r) => r.write('W'), ['write', 'W\n'], ['settle', 'W']],
        [(r) => r.ask('B?')],
        [(r) => r.advance(10), ['reply', 'A?', 'ab'], ['write', 'B?\n']],
      ],
    },
    {
      title: 'is nobody else’s: whatever the pipeline, no request goes out behind it before it is there',
      settings: { pipeline: 3 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('I?', ask), ['write', 'I?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.receive('1\nx'), ['reply', 'A?', '1\n']],
        [(r) => r.advance(50), ['reply', 'I?', 'x'], ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
    {
      title: 'of a read: what is there already, and what comes within the silence',
      steps: [
        [(r) => r.receive('ab')],
        [(r) => r.advance(1000)],
        [(r) => r.read(ask)],
        [(r) => r.advance(49)],
        [(r) => r.receive('c')],
        [(r) => r.advance(50), ['reply', 'read', 'abc']],
      ],
    },
    {
      title: 'several of them, one after the other',
      steps: [
        [(r) => r.ask('A?', { ...ask, count: 2 }), ['write', 'A?\n']],
        [(r) => r.receive('ab')],
        [(r) => r.advance(50)],
        [(r) => r.advance(50)],
        [(r) => r.receive('c')],
        [(r) => r.advance(50), ['reply', 'A?', 'ab', 'c']],
      ],
    },
    {
      title: 'of a program that computed meanwhile is judged when the sockets were read',
      steps: [
        [(r) => r.ask('A?', ask), ['write', 'A?\n']],
        [(r) => r.receive('ab')],
        [(r) => r.busy(200)],
        [(r) => r.receive('c')], // it had come long ago, and nobody looked
        [(r) => r.fire()],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['reply', 'A?', 'abc']],
      ],
    },
    {
      title: 'with no silence at all is what one turn brings',
      steps: [
        [(r) => r.ask('A?', { framing: idle(0) }), ['write', 'A?\n']],
        [(r) => r.receive('ab')],
        [(r) => r.advance(0), ['reply', 'A?', 'ab']],
      ],
    },
    {
      title: 'in a transaction and in a hook',
      settings: { hook: true },
      steps: [
        [(r) => r.ask('H?', { ...ask, session: r.hook }), ['write', 'H?\n']],
        [(r) => r.receive('h')],
        [(r) => r.advance(50), ['reply', 'H?', 'h']],
        [(r) => r.end(), ['settle', 'open']],
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.ask('T?', { ...ask, session: r.talk('talk') }), ['write', 'T?\n']],
        [(r) => r.receive('t')],
        [(r) => r.advance(50), ['reply', 'T?', 't']],
      ],
    },
  ])
})

describe('the end of a connection', () => {
  scenarios([
    {
      title: 'that the peer closed is a silence for ever: what came is the reply',
      steps: [
        [(r) => r.ask('A?', ask), ['write', 'A?\n']],
        [(r) => r.receive('ab')],
        [(r) => r.eof(), ['reply', 'A?', 'ab'], ['destroy']],
      ],
    },
    {
      title: 'before the first byte is an error',
      steps: [
        [(r) => r.ask('A?', ask), ['write', 'A?\n']],
        [(r) => r.eof(), ['destroy'], ['settle', 'A?', 'ConnectionEOFError']],
      ],
    },
    {
      title: 'that broke is an error with what had come',
      steps: [
        [(r) => r.ask('A?', ask), ['write', 'A?\n']],
        [(r) => r.receive('ab')],
        [(r) => r.lost(), ['settle', 'A?', 'ConnectionLostError']],
        [(r) => expect(text(r.call('A?').error?.partial as Uint8Array)).toBe('ab')],
        [(r) => r.advance(1000)],
      ],
    },
    {
      title: 'leaves what came before to a read, at once',
      steps: [[(r) => r.receive('ab')], [(r) => r.eof(), ['destroy']], [(r) => r.read(ask), ['reply', 'read', 'ab']]],
    },
  ])
})

describe('the limit of its call', () => {
  scenarios([
    {
      title: 'before the silence is over: an error with what had come',
      steps: [
        [(r) => r.ask('A?', { ...ask, timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.advance(60)],
        [(r) => r.receive('ab')],
        [(r) => r.advance(40), ['settle', 'A?', 'TimeoutError'], ['destroy']],
        [(r) => expect(r.call('A?').error?.message).toContain('2 bytes arrived without a silence of 50 ms: "ab"')],
        [(r) => r.advance(1000)],
      ],
    },
    {
      title: 'at the same time: there was a reply',
      steps: [
        [(r) => r.ask('A?', { ...ask, timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.advance(50)],
        [(r) => r.receive('ab')],
        [(r) => r.advance(50), ['reply', 'A?', 'ab']],
      ],
    },
    {
      title: 'before the silence, although both are judged late',
      steps: [
        [(r) => r.ask('A?', { ...ask, timeout: 60 }), ['write', 'A?\n']],
        [(r) => r.advance(30)],
        [(r) => r.receive('ab')],
        [(r) => r.busy(500)],
        [(r) => r.fire(), ['settle', 'A?', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'an abort leaves no timer behind',
      settings: { staleInput: 'keep' },
      steps: [
        [(r) => r.read(ask)],
        [(r) => r.receive('ab')],
        [(r) => r.abort('read'), ['settle', 'read', 'AbortError']],
        [(r) => expect(r.outputs.armed).toBe(Number.POSITIVE_INFINITY)],
        [(r) => r.read({ name: 'next', framing: idle(50) })],
        [(r) => r.advance(50), ['reply', 'next', 'ab']],
      ],
    },
    {
      title: 'resync: discard drops the late reply, which ends as it would have',
      settings: { resync: 'discard' },
      steps: [
        [(r) => r.ask('A?', { ...ask, timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.ask('B?')],
        [(r) => r.receive('la')],
        [(r) => r.advance(30)],
        [(r) => r.receive('te\n')],
        [(r) => r.advance(50), ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
    {
      title: 'resync: discard, when a part had come: the rest is dropped with it',
      settings: { resync: 'discard' },
      steps: [
        [(r) => r.ask('A?', { ...ask, timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.advance(90)],
        [(r) => r.receive('la')],
        [(r) => r.advance(10), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.ask('B?')],
        [(r) => r.receive('te\n')],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
    {
      title: 'of the buffer: it may not be longer',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.ask('A?', ask), ['write', 'A?\n']],
        [(r) => r.receive('1234567')],
        [(r) => r.receive('8'), ['settle', 'A?', 'LimitOverrunError'], ['destroy']],
      ],
    },
  ])
})

describe('what it is no part of', () => {
  scenarios([
    {
      title: 'the end of line after a block, although it comes in two',
      steps: [
        [(r) => r.receive('x')],
        [(r) => r.read(ask)],
        [(r) => r.advance(50), ['reply', 'read', 'x']],
        [(r) => r.read({ name: 'again', framing: idle(50) })],
        [(r) => r.receive('\r')],
        [(r) => r.advance(50), ['reply', 'again', '\r']],
      ],
    },
  ])

  it('a stream: its frames would never be told apart', () => {
    expect(() => new Exchange({ framing: idle(50), stream: new StreamState() })).toThrow(TypeError)
  })
})
