/** Lost connections: what the calls under way learn of it, what is sent again, and what can still be read. */
import { describe } from 'vitest'
import { backoff, block } from '../src/index.ts'
import { bytes } from './rig/bytes.ts'
import { type Step, scenarios } from './rig/scenarios.ts'

describe('a connection that ends', () => {
  scenarios([
    {
      title: 'EOF while a request waits: a line cut short is never passed off as a line',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('12')],
        [(r) => r.eof(), ['destroy'], ['settle', 'A?', 'ConnectionEOFError']],
        [(r) => r.advance(60_000)],
      ],
      states: ['idle'],
    },
    {
      title: 'a reset while a request waits',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.lost(), ['settle', 'A?', 'ConnectionLostError']],
      ],
      states: ['idle'],
    },
    {
      title: 'a read learns of it too',
      steps: [[(r) => r.read()], [(r) => r.eof(), ['destroy'], ['settle', 'read', 'ConnectionEOFError']]],
    },
    {
      title: 'the end of a block that it did not bring is not looked for on the next',
      steps: [
        [(r) => r.ask('D?', { framing: block(bytes('\n')) }), ['write', 'D?\n']],
        [(r) => r.receive('#11x'), ['reply', 'D?', 'x']],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.read(), ['connect']],
        [(r) => r.connected()],
        [(r) => r.receive('\n'), ['reply', 'read', '\n']],
      ],
    },
    {
      title: 'when nothing waits, no call fails',
      steps: [[(r) => r.eof(), ['destroy']], [(r) => r.advance(60_000)]],
      states: ['idle'],
    },
    {
      title: 'whole replies that it left can be read; the first read that they are not enough for learns of its end',
      steps: [
        [(r) => r.receive('1\n2\n3')],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.read(), ['reply', 'read', '1\n']],
        [(r) => r.read(), ['reply', 'read', '2\n']],
        [(r) => r.read(), ['settle', 'read', 'ConnectionEOFError']],
        [(r) => r.read(), ['connect']],
      ],
    },
    {
      title: 'what it left keeps the reason of its end, when no other connection can be made',
      steps: [
        [(r) => r.receive('1\n2')],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.lost('ECONNREFUSED'), ['settle', 'A?', 'ConnectError']],
        [(r) => r.read(), ['reply', 'read', '1\n']],
        [(r) => r.read(), ['settle', 'read', 'ConnectionEOFError']],
      ],
    },
    {
      title: 'what nobody read of it is set aside when the next one is there',
      steps: [
        [(r) => r.receive('1\n2\n3')],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected(), ['stray', '1\n2\n3'], ['write', 'A?\n']],
      ],
    },
    {
      title: 'what is queued goes out on the next connection',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.write('B')],
        [(r) => r.ask('C?')],
        [(r) => r.lost(), ['settle', 'A?', 'ConnectionLostError']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'B\n'], ['write', 'C?\n'], ['settle', 'B']],
      ],
      states: ['waiting', 'connecting', 'initialising', 'ready'],
    },
    {
      title: 'a write that was not with the kernel is lost',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('A'), ['write', 'A\n']],
        [(r) => r.lost(), ['settle', 'A', 'ConnectionLostError']],
      ],
    },
    {
      title: 'that was dead before anything was written is made again, and nobody notices',
      steps: [
        [(r) => Object.assign(r, { dead: true }).ask('A?'), ['write', 'A?\n']],
        [(r) => r.write('B')],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['write', 'B\n'], ['settle', 'B']],
      ],
    },
    {
      title: 'that is dead again and again is no longer made: a call is not written for ever',
      steps: [
        [(r) => Object.assign(r, { dead: true }).write('A'), ['write', 'A\n']],
        [(r) => r.advance(0), ['connect']],
        [(r) => Object.assign(r, { dead: true }).connected(), ['write', 'A\n']],
        [(r) => r.advance(100), ['connect']],
        [(r) => Object.assign(r, { dead: true }).connected(), ['write', 'A\n']],
        [(r) => r.advance(200), ['connect']],
        [(r) => Object.assign(r, { dead: true }).connected(), ['write', 'A\n'], ['settle', 'A', 'ConnectionLostError']],
      ],
    },
    {
      title: 'a peer that hangs up at once is called again at once, then ever more slowly',
      steps: [
        [(r) => r.stream({ reconnect: true, credit: 9 })],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected()],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['connect']],
        [(r) => r.connected()],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.advance(199)],
        [(r) => r.advance(1), ['connect']],
        [(r) => r.connected()],
        [(r) => r.receive('x\n'), ['frame', 'stream', 'x\n']],
        [(r) => r.advance(100).eof(), ['destroy']],
        [(r) => r.advance(0), ['connect']],
      ],
    },
    {
      title: 'a greeting before each hanging up changes nothing of that, nor does a hook that is answered',
      settings: { hook: true },
      cold: true,
      steps: [
        [(r) => r.stream({ reconnect: true, credit: 9 }), ['connect']],
        ...[0, 100, 200, 400].flatMap((delay): Step[] => [
          [(r) => r.connected(), ['hook']],
          [(r) => r.ask('I?', { session: r.hook }), ['write', 'I?\n']],
          [(r) => r.receive('1\n'), ['reply', 'I?', '1\n']],
          [(r) => r.end()],
          [(r) => r.receive('busy\n'), ['frame', 'stream', 'busy\n']],
          [(r) => r.eof(), ['destroy']],
          [(r) => r.advance(delay === 0 ? 0 : delay - 1), ...(delay === 0 ? [['connect'] as const] : [])],
          [(r) => r.advance(1), ...(delay === 0 ? [] : [['connect'] as const])],
        ]),
      ],
    },
    {
      title: 'a peer that answers one request for each connection is called again at once',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.ask('C?')],
        ...['A?', 'B?'].flatMap((name, i): Step[] => [
          [
            (r) => r.turn(() => Object.assign(r, { dead: true })).receive('1\n'),
            ['reply', name, '1\n'],
            ['write', ['B?\n', 'C?\n'][i] as string],
          ],
          [(r) => r.advance(0), ['connect']],
          [(r) => r.connected(), ['write', ['B?\n', 'C?\n'][i] as string]],
        ]),
      ],
    },
    {
      title: 'connections that are made and lost again are as good as none: the policy may end that',
      settings: { streamBackoff: backoff({ retries: 1 }) },
      steps: [
        [(r) => r.stream({ reconnect: true, credit: 9 })],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected()],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.write('A')],
        [(r) => r.advance(100), ['connect']],
        [(r) => r.connected(), ['write', 'A\n'], ['settle', 'A']],
        [(r) => r.write('B'), ['write', 'B\n'], ['settle', 'B']],
        [(r) => r.eof(), ['destroy'], ['settle', 'stream', 'ConnectError']],
      ],
      states: [
        'waiting',
        'connecting',
        'initialising',
        'ready',
        'waiting',
        'connecting',
        'initialising',
        'ready',
        'idle',
      ],
    },
  ])
})

describe('retries', () => {
  scenarios([
    {
      title: 'a request that was cut is sent again, whole, after the hook',
      settings: { hook: true },
      cold: true,
      steps: [
        [(r) => r.ask('A?', { retries: 1 }), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.end(), ['write', 'A?\n']],
        [(r) => r.receive('old')],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.write('INIT', { session: r.hook }), ['write', 'INIT\n'], ['settle', 'INIT']],
        [(r) => r.end(), ['write', 'A?\n']],
        [(r) => r.receive('new\n'), ['reply', 'A?', 'new\n']],
      ],
    },
    {
      title: 'as often as it may, and no more',
      steps: [
        [(r) => r.ask('A?', { retries: 2 }), ['write', 'A?\n']],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
        [(r) => r.receive('x')],
        [(r) => r.advance(100).eof(), ['destroy']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
        [(r) => r.lost(), ['settle', 'A?', 'ConnectionLostError']],
      ],
    },
    {
      title: 'replies that it had are forgotten',
      steps: [
        [(r) => r.ask('A?', { retries: 1, count: 2 }), ['write', 'A?\n']],
        [(r) => r.receive('1\n')],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
        [(r) => r.receive('1\n2\n'), ['reply', 'A?', '1\n', '2\n']],
      ],
    },
    {
      title: 'all that was in flight goes again in its order, ahead of what was queued',
      settings: { pipeline: 3 },
      steps: [
        [(r) => r.ask('A?', { retries: 1 }), ['write', 'A?\n']],
        [(r) => Object.assign(r, { blocks: true }).write('B', { retries: 1 }), ['write', 'B\n']],
        [(r) => r.ask('C?', { retries: 1 })],
        [(r) => r.drain(), ['settle', 'B'], ['write', 'C?\n']],
        [(r) => r.write('D', { retries: 1 })],
        [(r) => r.lost()],
        [(r) => Object.assign(r, { blocks: false }).advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n'], ['write', 'C?\n'], ['write', 'D\n'], ['settle', 'D']],
      ],
    },
    {
      title: 'what waits to be sent again counts for maxQueue',
      settings: { maxQueue: 1 },
      steps: [
        [(r) => r.ask('A?', { retries: 1 }), ['write', 'A?\n']],
        [(r) => r.lost()],
        [(r) => r.ask('B?'), ['settle', 'B?', 'QueueFullError']],
      ],
    },
    {
      title: 'its timeout goes on',
      steps: [
        [(r) => r.ask('A?', { retries: 9, timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.advance(60)],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
        [(r) => r.advance(40), ['settle', 'A?', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'calls of a transaction are never sent again: the others of it would be missing',
      steps: [
        [(r) => r.begin(), ['granted', 'talk']],
        [(r) => r.write('A', { session: r.talk('talk') }), ['write', 'A\n'], ['settle', 'A']],
        [
          (r) => Object.assign(r, { blocks: true }).write('B', { session: r.talk('talk'), retries: 9 }),
          ['write', 'B\n'],
        ],
        [(r) => r.lost(), ['settle', 'B', 'ConnectionLostError']],
      ],
    },
  ])
})
