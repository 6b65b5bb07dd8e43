/** Corner cases of streams: overflow and back-pressure, garbage at the end, neighbours in the read lane. */
import { describe } from 'vitest'
import { block, exactly } from '../src/index.ts'
import { bytes } from './rig/bytes.ts'
import { scenarios } from './rig/scenarios.ts'

const NEVER = Number.POSITIVE_INFINITY
const events = (frame: Uint8Array) => frame[0] === 0x21 // '!'
const BLOCK = block(bytes('\n'))

describe('a stream', () => {
  scenarios([
    {
      title: 'the limit for one frame is not put off by anything but a frame',
      steps: [
        [(r) => r.stream({ timeout: 100, credit: NEVER })],
        [(r) => r.advance(60)],
        [(r) => r.write('PING'), ['write', 'PING\n'], ['settle', 'PING']],
        [(r) => r.receive('half a fra')],
        [(r) => r.advance(40), ['settle', 'stream', 'TimeoutError']],
      ],
    },
    {
      title: 'latest drops nothing that the consumer has asked for',
      steps: [
        [(r) => r.stream({ overflow: 'latest', credit: 3 })],
        [
          (r) => r.receive('1\n2\n3\n'),
          ['frame', 'stream', '1\n'],
          ['frame', 'stream', '2\n'],
          ['frame', 'stream', '3\n'],
        ],
      ],
    },
    {
      title: 'dropOldest never rests the socket: the newest must come in',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.stream({ overflow: 'dropOldest' })],
        [(r) => r.receive('11\n22\n33\n44')],
        [(r) => r.receive('\n5')],
        [(r) => r.receive('5\n')],
        [(r) => r.receive('6\n')],
      ],
    },
    {
      title: 'error never rests the socket at the limit itself, or it would never come',
      settings: { bufferSize: 8 },
      steps: [[(r) => r.stream({ overflow: 'error' })], [(r) => r.receive('111\n222\n')]],
    },
    {
      title: 'dropOldest wakes a socket that rested before it began',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.receive('111\n222\n'), ['pause']],
        [(r) => r.stream({ overflow: 'dropOldest' }), ['resume']],
      ],
    },
    {
      title: 'with match and staleInput: keep leaves lines that nobody reads to back-pressure',
      settings: { bufferSize: 8, staleInput: 'keep' },
      steps: [
        [(r) => r.stream({ match: events, overflow: 'dropOldest' })],
        [(r) => r.receive('111\n222\n'), ['pause']],
        [(r) => r.read(), ['reply', 'read', '111\n']],
        [(r) => r.read(), ['reply', 'read', '222\n'], ['resume']],
      ],
    },
    {
      title: 'with match does not starve behind lines that nobody reads: they are strays',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.receive('111\n22')],
        [(r) => r.receive('2\n!'), ['stray', '111\n222\n']],
        [(r) => r.receive('1\n333\n'), ['frame', 'stream', '!1\n']],
        [(r) => r.read(), ['reply', 'read', '333\n']],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('1234567\n'), ['reply', 'A?', '1234567\n']],
      ],
    },
    {
      title: 'with match leaves a transaction what is its own, though its write and read are two calls',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.write('A?', { session: r.talk('talk') }), ['write', 'A?\n'], ['settle', 'A?']],
        [(r) => r.receive('1234567\n'), ['pause']],
        [(r) => r.read({ session: r.talk('talk') }), ['reply', 'read', '1234567\n'], ['resume']],
      ],
    },
    {
      title: 'with match and full of matches rests the socket, though a request waits',
      settings: { bufferSize: 16 },
      steps: [
        [(r) => r.stream({ match: events })],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive(...'!11\n!22\n!33\n!44\n!55\n!66\n!77\n!88\n'.split(/(?<=\n)/)), ['pause']],
      ],
    },
    {
      title: 'of blocks: garbage that nobody took before the loss ends it',
      steps: [
        [(r) => r.stream({ framing: BLOCK })],
        [(r) => r.receive('#11agarbage')],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.credit('stream', 9), ['frame', 'stream', 'a'], ['settle', 'stream', 'FramingError']],
      ],
    },
    {
      title: 'of lines: an overlong one that nobody took before the loss ends it',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.stream()],
        [(r) => r.receive('1234567890'), ['pause']],
        [(r) => r.eof(), ['destroy'], ['settle', 'stream', 'LimitOverrunError']],
      ],
    },
    {
      title: 'with match gets its lines back from a read of another kind that timed out',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.read({ framing: exactly(100), timeout: 50 })],
        [(r) => r.receive('!1\n')],
        [(r) => r.advance(50), ['settle', 'read', 'TimeoutError'], ['frame', 'stream', '!1\n']],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('yes\n'), ['reply', 'A?', 'yes\n']],
      ],
    },
    {
      title: 'with match leaves what it had not sifted as a stray when the connection is gone',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.receive('hal')],
        [(r) => r.eof(), ['destroy'], ['settle', 'stream', 'ConnectionEOFError']],
      ],
    },
  ])
})
