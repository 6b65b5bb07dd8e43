/** Timeouts and aborts: what they do to the connection, by `resync`, and what the other calls notice of it. */
import { describe } from 'vitest'
import { exactly, some } from '../src/index.ts'
import { bytes } from './rig/bytes.ts'
import { scenarios } from './rig/scenarios.ts'

const discard = { resync: 'discard' } as const

describe("resync: 'reconnect'", () => {
  scenarios([
    {
      title: 'a request that passes its timeout destroys the connection, and the next call connects',
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.receive('12')],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['settle', 'A?', 'TimeoutError'], ['destroy']],
        [(r) => r.ask('B?'), ['connect']],
        [(r) => r.connected(), ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
      states: ['idle', 'connecting', 'initialising', 'ready'],
    },
    {
      title: 'an aborted request does the same',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.abort('A?'), ['settle', 'A?', 'AbortError'], ['destroy']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'B?\n']],
      ],
    },
    {
      title: 'a late reply of a dead connection is nobody’s',
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError'], ['destroy']],
        [(r) => r.ask('B?'), ['connect']],
        [(r) => r.turn(() => r.machine.received(1, bytes('late\n')))],
        [(r) => r.connected(), ['write', 'B?\n']],
        [(r) => r.turn(() => r.machine.received(1, bytes('late\n')))],
        [(r) => r.turn(() => r.machine.eof(1))],
        [(r) => r.turn(() => r.machine.lost(1))],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
    {
      title: 'the others in flight are lost, those not sent yet go out on the next connection',
      settings: { pipeline: 2 },
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => r.ask('C?')],
        [
          (r) => r.advance(100),
          ['settle', 'A?', 'TimeoutError'],
          ['destroy'],
          ['settle', 'B?', 'ConnectionLostError'],
          ['connect'],
        ],
        [(r) => r.connected(), ['write', 'C?\n']],
      ],
    },
    {
      title: 'the others in flight are sent again where their retries allow it',
      settings: { pipeline: 2 },
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.ask('B?', { retries: 1 }), ['write', 'B?\n']],
        [(r) => r.ask('C?')],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError'], ['destroy'], ['connect']],
        [(r) => r.connected(), ['write', 'B?\n'], ['write', 'C?\n']],
        [(r) => r.receive('2\n3\n'), ['reply', 'B?', '2\n'], ['reply', 'C?', '3\n']],
      ],
    },
    {
      title: 'a queued request is aborted without a trace',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.ask('C?')],
        [(r) => r.abort('B?'), ['settle', 'B?', 'AbortError']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['write', 'C?\n']],
      ],
    },
    {
      title: 'a queued request that passes its timeout is never sent',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.write('B', { timeout: 50 })],
        [(r) => r.advance(50), ['settle', 'B', 'TimeoutError']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'a read that passes its timeout leaves its bytes in the buffer',
      steps: [
        [(r) => r.read({ timeout: 50 })],
        [(r) => r.receive('ab')],
        [(r) => r.advance(50), ['settle', 'read', 'TimeoutError']],
        [(r) => r.receive('c\n')],
        [(r) => r.read(), ['reply', 'read', 'abc\n']],
      ],
    },
    {
      title: 'a read that has consumed a part of its reply ends the connection',
      steps: [
        [(r) => r.read({ count: 2, timeout: 50 })],
        [(r) => r.receive('ab\n')],
        [(r) => r.advance(50), ['settle', 'read', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'a write that the peer does not take is cut off: nothing of it is delivered later',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('A', { timeout: 50 }), ['write', 'A\n']],
        [(r) => r.write('B', { timeout: 40 })],
        [(r) => r.advance(40), ['settle', 'B', 'TimeoutError']],
        [(r) => r.advance(10), ['settle', 'A', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'a timeout of 0 is over at the next alarm',
      steps: [
        [(r) => r.ask('A?', { timeout: 0 }), ['write', 'A?\n']],
        [(r) => r.advance(0), ['settle', 'A?', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'a timeout that is met arms no alarm any more',
      steps: [
        [(r) => r.ask('A?', { timeout: 50 }), ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.advance(1000)],
      ],
    },
  ])
})

describe("resync: 'discard'", () => {
  scenarios([
    {
      title: 'the next request waits until the late reply has come and been dropped',
      settings: discard,
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.receive('la')],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.ask('B?')],
        [(r) => r.receive('te\n'), ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
    {
      title: 'all replies of it are owed',
      settings: discard,
      steps: [
        [(r) => r.ask('A?', { count: 3 }), ['write', 'A?\n']],
        [(r) => r.receive('1\n')],
        [(r) => r.abort('A?'), ['settle', 'A?', 'AbortError']],
        [(r) => r.ask('B?')],
        [(r) => r.receive('2\n')],
        [(r) => r.receive('3\n'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'it waits within its own timeout',
      settings: discard,
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.ask('B?', { timeout: 100 })],
        [(r) => r.advance(100), ['settle', 'B?', 'TimeoutError']],
        [(r) => r.receive('late\n')],
        [(r) => r.ask('C?'), ['write', 'C?\n']],
        [(r) => r.receive('3\n'), ['reply', 'C?', '3\n']],
      ],
    },
    {
      title: 'a write goes out meanwhile: no reply can be taken for its own',
      settings: discard,
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.write('*CLS'), ['write', '*CLS\n'], ['settle', '*CLS']],
      ],
    },
    {
      title: 'pipeline: an orphan in the middle keeps its place',
      settings: { ...discard, pipeline: 3 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => r.ask('C?'), ['write', 'C?\n']],
        [(r) => r.abort('B?'), ['settle', 'B?', 'AbortError']],
        [(r) => r.ask('D?')],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.receive('2\n3'), ['write', 'D?\n']],
        [(r) => r.receive('\n4\n'), ['reply', 'C?', '3\n'], ['reply', 'D?', '4\n']],
      ],
    },
    {
      title: 'a lost connection owes nothing any more',
      settings: discard,
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.receive('la')],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.ask('B?')],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
    {
      title: 'a request of which the kernel holds a part can’t be waited for: the connection is given up',
      settings: discard,
      steps: [
        [(r) => Object.assign(r, { blocks: true }).ask('A?', { timeout: 50 }), ['write', 'A?\n']],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'a reply without an end of its own can’t be recognised: the connection is given up',
      settings: discard,
      steps: [
        [(r) => r.ask('A?', { timeout: 50, framing: some() }), ['write', 'A?\n']],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'a late reply of a known size is counted off',
      settings: discard,
      steps: [
        [(r) => r.ask('A?', { timeout: 50, framing: exactly(4) }), ['write', 'A?\n']],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.read()],
        [(r) => r.receive('1234x\n'), ['reply', 'read', 'x\n']],
      ],
    },
  ])
})
