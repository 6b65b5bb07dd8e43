/** Streams with `match`: they stand beside the read lane, and take their lines out of what comes. */
import { describe } from 'vitest'
import { block, exactly, lineOrBlock } from '../src/index.ts'
import { bytes } from './rig/bytes.ts'
import { type Scenario, scenarios } from './rig/scenarios.ts'

const events = (frame: Uint8Array) => frame[0] === 0x21 // '!'

describe('match', () => {
  scenarios([
    {
      title: 'lines that match are the stream’s, the others are for the requests',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [
          (r) => r.receive('!1\nyes\n!2\n'),
          ['frame', 'stream', '!1\n'],
          ['frame', 'stream', '!2\n'],
          ['reply', 'A?', 'yes\n'],
        ],
        [(r) => r.read()],
        [(r) => r.receive('!3\n'), ['frame', 'stream', '!3\n']],
        [(r) => r.receive('x\n'), ['reply', 'read', 'x\n']],
      ],
    },
    {
      title: 'without credit matches wait, and the requests go on',
      steps: [
        [(r) => r.stream({ match: events })],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('!1\n!2\nyes\n'), ['reply', 'A?', 'yes\n']],
        [(r) => r.credit('stream', 1), ['frame', 'stream', '!1\n']],
        [(r) => r.credit('stream', 5), ['frame', 'stream', '!2\n']],
      ],
    },
    {
      title: 'a match that came before the stream is the stream’s too',
      steps: [
        [(r) => r.receive('!1\nx\n')],
        [(r) => r.stream({ match: events, credit: 9 }), ['frame', 'stream', '!1\n']],
        [(r) => r.read(), ['reply', 'read', 'x\n']],
      ],
    },
    {
      title: 'a reply that is not lines is taken as it comes',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.ask('A?', { framing: exactly(4) }), ['write', 'A?\n']],
        [(r) => r.receive('!\n!\n!5\n'), ['reply', 'A?', '!\n!\n'], ['frame', 'stream', '!5\n']],
      ],
    },
    ...['\n', '\r\n'].map(
      (end): Scenario => ({
        title: `the ${JSON.stringify(end)} behind a block is no line of the stream, however late it comes`,
        steps: [
          [(r) => r.stream({ match: () => true, credit: 9 })],
          [(r) => r.ask('D?', { framing: block(bytes('\n')) }), ['write', 'D?\n']],
          [(r) => r.receive('#11x'), ['reply', 'D?', 'x']],
          [(r) => r.receive(...end)],
          [(r) => r.receive('!1\n'), ['frame', 'stream', '!1\n']],
        ],
      }),
    ),
    {
      title: 'blocks of one request, each with its end of line, beside it',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.ask('D?', { framing: block(bytes('\n')), count: 2 }), ['write', 'D?\n']],
        [(r) => r.receive('#11x\r', '\n#11y', '\n!1\n'), ['reply', 'D?', 'x', 'y'], ['frame', 'stream', '!1\n']],
      ],
    },
    {
      title: 'its lines are told from a block behind them, also where they come in pieces',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.ask('D?', { framing: block(bytes('\n')) }), ['write', 'D?\n']],
        [(r) => r.receive('!1\n!', '2\n'), ['frame', 'stream', '!1\n'], ['frame', 'stream', '!2\n']],
        [
          (r) => r.receive('!3\n#13!4', '\n\n!5\n'),
          ['frame', 'stream', '!3\n'],
          ['reply', 'D?', '!4\n'],
          ['frame', 'stream', '!5\n'],
        ],
      ],
    },
    {
      title: 'and between two blocks of one request',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.ask('D?', { framing: block(bytes('\n')), count: 2 }), ['write', 'D?\n']],
        [(r) => r.receive('#11x\n!1\n#11y\n'), ['frame', 'stream', '!1\n'], ['reply', 'D?', 'x', 'y']],
      ],
    },
    {
      title: 'what is neither a line of its own nor a block fails the request for the block',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.ask('D?', { framing: block(bytes('\n')) }), ['write', 'D?\n']],
        [
          (r) => r.receive('!1\nno\n'),
          ['frame', 'stream', '!1\n'],
          ['settle', 'D?', 'FramingError'],
          ['destroy'],
          ['settle', 'stream', 'ConnectionLostError'],
        ],
      ],
    },
    {
      title: 'a request for a line or a block has a line that is not the stream’s',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.ask('D?', { framing: lineOrBlock(bytes('\n')) }), ['write', 'D?\n']],
        [
          (r) => r.receive('!1\nyes\n!2\n'),
          ['frame', 'stream', '!1\n'],
          ['reply', 'D?', 'yes\n'],
          ['frame', 'stream', '!2\n'],
        ],
      ],
    },
    {
      title: 'a line or a block whose lines end otherwise is whole all the same',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.ask('D?', { framing: lineOrBlock(bytes(';')) }), ['write', 'D?\n']],
        [(r) => r.receive('x\ny;!1\n'), ['reply', 'D?', 'x\ny;'], ['frame', 'stream', '!1\n']],
      ],
    },
    {
      title: 'there is one stream with match at a time',
      steps: [
        [(r) => r.stream({ match: events, credit: 9 })],
        [(r) => r.stream({ name: 'second', match: events }), ['settle', 'second', 'StreamActiveError']],
      ],
    },
    {
      title: 'when it ends, its lines are for everybody',
      steps: [
        [(r) => r.stream({ match: events })],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.read()],
        [(r) => r.receive('!1\n'), ['reply', 'read', '!1\n']],
      ],
    },
    {
      title: 'when it ends, matches that were not used are set aside: a request that waits must not get them',
      steps: [
        [(r) => r.stream({ match: events, credit: 2 })],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.receive('!1\n!2\n!3\n'), ['frame', 'stream', '!1\n'], ['frame', 'stream', '!2\n']],
        [(r) => r.cancel('stream', '!2\n'), ['stray', '!2\n!3\n'], ['settle', 'stream']],
        [(r) => r.receive('yes\n'), ['reply', 'A?', 'yes\n']],
      ],
    },
    {
      title: 'so are they when it is aborted',
      steps: [
        [(r) => r.stream({ match: events })],
        [(r) => r.receive('!1\n!2\n')],
        [(r) => r.abort('stream'), ['stray', '!1\n!2\n'], ['settle', 'stream', 'AbortError']],
      ],
    },
    {
      title: 'dropOldest and latest hold for matches',
      settings: { bufferSize: 16 },
      steps: [
        [(r) => r.stream({ match: events, overflow: 'dropOldest' })],
        [(r) => r.receive('!1\n!2\n!3\n!4\n')],
        [(r) => r.credit('stream', 9), ['frame', 'stream', '!3\n'], ['frame', 'stream', '!4\n']],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.stream({ match: events, overflow: 'latest' })],
        [(r) => r.receive('!1\n!2\n')],
        [(r) => r.credit('stream', 9), ['frame', 'stream', '!2\n']],
      ],
    },
  ])
})
