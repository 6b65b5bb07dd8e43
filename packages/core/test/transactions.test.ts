/** Transactions: who holds both lanes, how long, and what ends with them. */
import { describe } from 'vitest'
import { scenarios } from './rig/scenarios.ts'

describe('a transaction', () => {
  scenarios([
    {
      title: 'holds both lanes until it has returned',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.ask('OUT?')],
        [(r) => r.write('OUT')],
        [(r) => r.ask('A?', { session: r.talk('talk') }), ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.write('B', { session: r.talk('talk') }), ['write', 'B\n'], ['settle', 'B']],
        [(r) => r.end('talk'), ['write', 'OUT?\n']],
        [(r) => r.receive('2\n'), ['reply', 'OUT?', '2\n'], ['write', 'OUT\n'], ['settle', 'OUT']],
      ],
    },
    {
      title: 'waits for what was called before it, reads included',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.read()],
        [(r) => r.begin()],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.receive('2\n'), ['reply', 'read', '2\n'], ['granted', 'talk']],
      ],
    },
    {
      title: 'two of them run one after the other',
      steps: [
        [(r) => r.begin('one'), ['granted', 'one']],
        [(r) => r.begin('two')],
        [(r) => r.end('one'), ['granted', 'two']],
        [(r) => r.end('two')],
      ],
    },
    {
      title: 'what it left in its lanes is done before it lets go',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.ask('A?', { session: r.talk('talk') }), ['write', 'A?\n']],
        [(r) => r.end('talk')],
        [(r) => r.ask('B?')],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['write', 'B?\n']],
      ],
    },
    {
      title: 'a call that comes after its function has returned is refused, though others of it are still under way',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.ask('A?', { session: r.talk('talk') }), ['write', 'A?\n']],
        [(r) => r.end('talk')],
        [(r) => r.ask('B?', { session: r.talk('talk') }), ['settle', 'B?', 'ClosedError']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'a call that comes after its end is refused',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.end('talk')],
        [(r) => r.ask('A?', { session: r.talk('talk') }), ['settle', 'A?', 'ClosedError']],
      ],
    },
    {
      title: 'opens the link',
      cold: true,
      steps: [
        [(r) => r.begin(), ['connect']],
        [(r) => r.connected(), ['granted', 'talk']],
      ],
    },
    {
      title: 'when its connection is lost, the rest of it fails, and it keeps its place until it has returned',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.ask('A?', { session: r.talk('talk') }), ['write', 'A?\n']],
        [(r) => r.ask('OUT?')],
        [(r) => r.lost(), ['settle', 'A?', 'ConnectionLostError']],
        [(r) => r.ask('B?', { session: r.talk('talk') }), ['settle', 'B?', 'NotConnectedError']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected()],
        [(r) => r.ask('C?', { session: r.talk('talk') }), ['settle', 'C?', 'NotConnectedError']],
        [(r) => r.end('talk'), ['write', 'OUT?\n']],
      ],
    },
    {
      title: 'that nobody waits behind does not reconnect',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.lost()],
        [(r) => r.advance(60_000)],
        [(r) => r.end('talk')],
        [(r) => r.advance(60_000)],
      ],
    },
    {
      title: 'that is over time fails, and with it what it has under way',
      steps: [
        [(r) => r.begin('talk', 100), ['granted', 'talk']],
        [(r) => r.ask('A?', { session: r.talk('talk') }), ['write', 'A?\n']],
        [(r) => r.advance(100), ['settle', 'A?', 'AbortError'], ['refused', 'talk', 'TimeoutError'], ['destroy']],
        [(r) => r.ask('B?', { session: r.talk('talk') }), ['settle', 'B?', 'NotConnectedError']],
        [(r) => r.end('talk')],
      ],
    },
    {
      title: 'that waits too long for its turn never runs',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.begin('talk', Number.POSITIVE_INFINITY, 100)],
        [(r) => r.advance(100), ['refused', 'talk', 'TimeoutError']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'aborted before its turn, it leaves the queue',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.begin()],
        [(r) => r.ask('B?')],
        [
          (r) => r.turn(() => r.machine.abort([r.talk('talk')], new Error('enough'))),
          ['refused', 'talk', 'AbortError'],
        ],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['write', 'B?\n']],
      ],
    },
    {
      title: 'close() refuses those that run and those that wait',
      steps: [
        [(r) => r.begin('one'), ['granted', 'one']],
        [(r) => r.begin('two')],
        [(r) => r.ask('A?', { session: r.talk('one') }), ['write', 'A?\n']],
        [
          (r) => r.close(),
          ['settle', 'A?', 'ClosedError'],
          ['refused', 'one', 'ClosedError'],
          ['refused', 'two', 'ClosedError'],
          ['end'],
        ],
        [(r) => r.ask('B?', { session: r.talk('one') }), ['settle', 'B?', 'NotConnectedError']],
      ],
    },
    {
      title: 'a late reply that is owed to it is dropped before the next request goes out',
      settings: { resync: 'discard' },
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.ask('A?', { session: r.talk('talk'), timeout: 10 }), ['write', 'A?\n']],
        [(r) => r.advance(10), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.end('talk')],
        [(r) => r.ask('B?')],
        [(r) => r.receive('late\n'), ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
      ],
    },
  ])
})
