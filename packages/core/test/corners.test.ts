/** Corner cases of sessions, connections and replies, where two things happen at once or one comes too late. */
import { describe } from 'vitest'
import { block, line } from '../src/index.ts'
import { bytes } from './rig/bytes.ts'
import { scenarios } from './rig/scenarios.ts'

const events = (frame: Uint8Array) => frame[0] === 0x21 // '!'
const BLOCK = block(bytes('\n'))

describe('sessions', () => {
  scenarios([
    {
      title: 'a hook that throws after its connection is gone changes nothing any more',
      settings: { hook: true },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.lost(), ['settle', 'open', 'InitError']],
        [(r) => r.end(undefined, new Error('its query failed'))],
        [(r) => r.opening('again'), ['connect']],
        [(r) => r.turn(() => r.machine.end(r.outputs.hooks[0] as never, { error: 1 }))],
        [(r) => r.connected(), ['hook']],
      ],
    },
    {
      title: 'a transaction that began in time is not bound by its patience any more',
      steps: [
        [(r) => r.begin('talk', 1000, 100), ['granted', 'talk']],
        [(r) => r.advance(999)],
        [(r) => r.advance(1), ['refused', 'talk', 'TimeoutError']],
      ],
    },
    {
      title: 'a stream with match that waits survives an attempt that fails in the hook',
      settings: { hook: true, reconnect: { retries: 1, minDelay: 100 } },
      cold: true,
      steps: [
        [(r) => r.stream({ match: events, credit: 9 }), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.lost()],
        [(r) => r.advance(100), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.end()],
        [(r) => r.receive('!1\n'), ['frame', 'stream', '!1\n']],
      ],
    },
  ])
})

describe('blocked and unwritten bytes', () => {
  scenarios([
    {
      title: 'a transaction that left a blocked write lets go only when it is out, and learns of its loss',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => Object.assign(r, { blocks: true }).write('A', { session: r.talk('talk') }), ['write', 'A\n']],
        [(r) => r.end('talk')],
        [(r) => r.eof(), ['destroy'], ['settle', 'A', 'ConnectionEOFError']],
      ],
    },
    {
      title: 'a hook that left a blocked write is done only when it is out',
      settings: { hook: true },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => Object.assign(r, { blocks: true }).write('A', { session: r.hook }), ['write', 'A\n']],
        [(r) => r.end()],
        [(r) => r.lost(), ['settle', 'A', 'ConnectionLostError'], ['settle', 'open', 'InitError']],
      ],
    },
    {
      title: 'a write that is blocked is not done because an older socket has drained',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('A'), ['write', 'A\n']],
        [(r) => r.turn(() => r.machine.drained(r.outputs.epoch - 1))],
        [(r) => r.drain(), ['settle', 'A']],
      ],
    },
    {
      title: 'what was in flight is lost, and what had not left goes out again, behind it',
      settings: { pipeline: 3 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?', { retries: 1 }), ['write', 'B?\n']],
        [(r) => Object.assign(r, { dead: true }).ask('C?'), ['write', 'C?\n'], ['settle', 'A?', 'ConnectionLostError']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'B?\n'], ['write', 'C?\n']],
        [(r) => r.receive('2\n3\n'), ['reply', 'B?', '2\n'], ['reply', 'C?', '3\n']],
      ],
    },
    {
      title: 'a write that had not left goes out again, though a transaction began behind it',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.write('W')],
        [(r) => r.begin('talk')],
        [
          (r) => Object.assign(r, { dead: true }).receive('1\n'),
          ['reply', 'A?', '1\n'],
          ['write', 'W\n'],
          ['granted', 'talk'],
        ],
        [(r) => r.end('talk')],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'W\n'], ['settle', 'W']],
      ],
    },
  ])
})

describe('autoReconnect: false', () => {
  const settings = { autoReconnect: false }
  scenarios([
    {
      title: 'a call while it closes does not hang',
      settings,
      steps: [
        [(r) => r.close(), ['end']],
        [(r) => r.ask('A?')],
        [(r) => r.lost(), ['settle', 'A?', 'NotConnectedError']],
      ],
    },
    {
      title: 'what waits for an open() that is given up does not hang',
      settings: { ...settings, reconnect: { retries: 9, minDelay: 100 } },
      cold: true,
      steps: [
        [(r) => r.opening('open', 50), ['connect']],
        [(r) => r.ask('A?')],
        [(r) => r.lost()],
        [(r) => r.advance(50), ['settle', 'open', 'TimeoutError'], ['settle', 'A?', 'NotConnectedError']],
      ],
    },
    {
      title: 'a stream with match does not hang, though a lost connection left something',
      settings,
      steps: [
        [(r) => r.receive('!1\n')],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.stream({ match: events, credit: 9 }), ['settle', 'stream', 'NotConnectedError']],
      ],
    },
    {
      title: 'what was cut after writing is lost, not "not connected", though it might have been sent again',
      settings,
      steps: [
        [(r) => r.ask('A?', { retries: 1 }), ['write', 'A?\n']],
        [(r) => r.lost(), ['settle', 'A?', 'ConnectionLostError']],
      ],
    },
  ])
})

describe('connecting', () => {
  scenarios([
    {
      title: 'the retries start anew after nobody waited any more',
      settings: { reconnect: { retries: 1, minDelay: 100 } },
      cold: true,
      steps: [
        [(r) => r.ask('A?', { timeout: 50 }), ['connect']],
        [(r) => r.lost()],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.ask('B?'), ['connect']],
        [(r) => r.lost()],
        [(r) => r.advance(100), ['connect']],
      ],
    },
    {
      title: 'nobody is called for whom nobody waits, though the alarm is for both',
      steps: [
        [(r) => r.ask('A?', { timeout: 50 }), ['write', 'A?\n']],
        [(r) => r.ask('B?', { timeout: 50 })],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError'], ['settle', 'B?', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'an attempt that is over time in its hook is cut once',
      settings: { hook: true, connectionTimeout: 50 },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.advance(50), ['destroy'], ['settle', 'open', 'ConnectTimeoutError']],
      ],
    },
    {
      title: 'no alarm is left by pacing in a hook that close() cut',
      settings: { pacing: 5000, hook: true },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.write('A', { session: r.hook }), ['write', 'A\n'], ['settle', 'A']],
        [(r) => r.write('B', { session: r.hook })],
        [(r) => r.close(), ['settle', 'open', 'ClosedError'], ['settle', 'B', 'ClosedError'], ['destroy']],
        [(r) => r.outputs.log.push(['armed', r.outputs.armed]), ['armed', Number.POSITIVE_INFINITY]],
      ],
    },
    {
      title: 'no alarm is left by pacing after close()',
      settings: { pacing: 5000 },
      steps: [
        [(r) => r.write('A'), ['write', 'A\n'], ['settle', 'A']],
        [(r) => r.write('B')],
        [(r) => r.close(), ['settle', 'B', 'ClosedError'], ['end']],
        [(r) => r.lost()],
        [(r) => r.outputs.log.push(['armed', r.outputs.armed]), ['armed', Number.POSITIVE_INFINITY]],
      ],
    },
  ])
})

describe('replies', () => {
  scenarios([
    {
      title: 'discard: a request that is being sent again, and is only half out, can’t be waited for',
      settings: { resync: 'discard' },
      steps: [
        [(r) => r.ask('A?', { retries: 1, timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => Object.assign(r, { blocks: true }).connected(), ['write', 'A?\n']],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'what had come of a reply is not for the next read, once its request timed out',
      steps: [
        [(r) => r.ask('A?', { count: 3, timeout: 50, framing: line(bytes('\r\n')) }), ['write', 'A?\n']],
        [(r) => r.receive('one\r\ntwo\nthr')],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError'], ['destroy']],
        [(r) => r.read(), ['connect']],
      ],
    },
    {
      title: 'a lone CR behind a block is not a part of the next reply',
      steps: [
        [(r) => r.ask('D?', { framing: BLOCK }), ['write', 'D?\n']],
        [(r) => r.receive('#11a\r'), ['reply', 'D?', 'a']],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'takeInput() takes nothing from a reply under way',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('12')],
        [(r) => r.turn(() => r.machine.takeInput())],
        [(r) => r.receive('3\n'), ['reply', 'A?', '123\n']],
      ],
    },
    {
      title: 'takeInput() takes nothing from a transaction, whose write and read may be two calls',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.write('A?', { session: r.talk('talk') }), ['write', 'A?\n'], ['settle', 'A?']],
        [(r) => r.receive('1\n')],
        [(r) => r.turn(() => r.machine.takeInput())],
        [(r) => r.read({ session: r.talk('talk') }), ['reply', 'read', '1\n']],
      ],
    },
  ])
})
