/** Streams: credit, overflow, the end of one, and what a lost connection does to it. */
import { describe, expect, it } from 'vitest'
import { rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

const events = (frame: Uint8Array) => frame[0] === 0x21 // '!'

describe('demand', () => {
  scenarios([
    {
      title: 'frames come as the credit allows',
      steps: [
        [(r) => r.stream({ credit: 2 })],
        [(r) => r.receive('1\n2\n3\n4\n'), ['frame', 'stream', '1\n'], ['frame', 'stream', '2\n']],
        [(r) => r.credit('stream', 1), ['frame', 'stream', '3\n']],
        [(r) => r.credit('stream', Number.POSITIVE_INFINITY), ['frame', 'stream', '4\n']],
        [(r) => r.receive('5\n6'), ['frame', 'stream', '5\n']],
      ],
    },
    {
      title: 'pause: a full buffer rests the socket until half of it is taken',
      settings: { bufferSize: 12 },
      steps: [
        [(r) => r.stream()],
        [(r) => r.receive('1\n', '234\n', '12345\n'), ['pause']],
        [(r) => r.credit('stream', 1), ['frame', 'stream', '1\n']],
        [(r) => r.credit('stream', 2), ['frame', 'stream', '234\n'], ['frame', 'stream', '12345\n'], ['resume']],
      ],
    },
    {
      title: 'dropOldest keeps what fits, and counts the others',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.stream({ overflow: 'dropOldest' })],
        [(r) => r.receive('11\n22\n33\n44\n')],
        [(r) => r.credit('stream', 9), ['frame', 'stream', '33\n'], ['frame', 'stream', '44\n']],
      ],
    },
    {
      title: 'latest keeps one',
      steps: [
        [(r) => r.stream({ overflow: 'latest' })],
        [(r) => r.receive('1\n2\n3\n4')],
        [(r) => r.credit('stream', 1), ['frame', 'stream', '3\n']],
        [(r) => r.receive('\n')],
        [(r) => r.credit('stream', 1), ['frame', 'stream', '4\n']],
      ],
    },
    {
      title: 'error ends the stream when the buffer is full, and nothing else',
      settings: { bufferSize: 8 },
      steps: [
        [(r) => r.stream({ overflow: 'error' })],
        [(r) => r.receive('11\n22\n33\n'), ['settle', 'stream', 'OverflowError'], ['pause']],
        [(r) => r.read(), ['reply', 'read', '11\n']],
      ],
    },
    {
      title: 'a stream has a limit for each frame, only while it is asked for one',
      steps: [
        [(r) => r.stream({ timeout: 100 })],
        [(r) => r.advance(500)],
        [(r) => r.credit('stream', 2)],
        [(r) => r.advance(60)],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
        [(r) => r.advance(99)],
        [(r) => r.receive('2\n'), ['frame', 'stream', '2\n']],
        [(r) => r.advance(500)],
        [(r) => r.credit('stream', 1)],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['settle', 'stream', 'TimeoutError']],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
      ],
    },
  ])

  it('counts what it dropped', () => {
    const r = rig({ bufferSize: 8 }).open()
    const oldest = r.stream({ overflow: 'dropOldest' })
    r.receive('11\n22\n33\n44\n')
    expect(oldest.stream?.dropped).toBe(2)
    r.cancel('stream')
    r.machine.takeInput()
    const latest = r.stream({ overflow: 'latest' })
    r.receive('1\n', '2\n', '3\n')
    expect(latest.stream?.dropped).toBe(2)
  })
})

describe('the read lane', () => {
  scenarios([
    {
      title: 'what needs it meanwhile fails at once',
      steps: [
        [(r) => r.stream({ credit: 9 })],
        [(r) => r.ask('A?'), ['settle', 'A?', 'StreamActiveError']],
        [(r) => r.read(), ['settle', 'read', 'StreamActiveError']],
        [(r) => r.stream({ name: 'second' }), ['settle', 'second', 'StreamActiveError']],
        [(r) => r.begin(), ['refused', 'talk', 'StreamActiveError']],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
      ],
    },
    {
      title: 'a stream waits for the requests that were called before it',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.stream({ credit: 9 })],
        [(r) => r.receive('1\n2\n'), ['reply', 'A?', '1\n'], ['frame', 'stream', '2\n']],
      ],
    },
    {
      title: 'a cancelled stream leaves the lane, and gives back what it did not use',
      steps: [
        [(r) => r.stream({ credit: 3 })],
        [
          (r) => r.receive('1\n2\n3\n4\n'),
          ['frame', 'stream', '1\n'],
          ['frame', 'stream', '2\n'],
          ['frame', 'stream', '3\n'],
        ],
        [(r) => r.cancel('stream', '2\n', '3\n'), ['settle', 'stream']],
        [(r) => r.read(), ['reply', 'read', '2\n']],
        [(r) => r.read(), ['reply', 'read', '3\n']],
        [(r) => r.read(), ['reply', 'read', '4\n']],
      ],
    },
    {
      title: 'an aborted stream leaves the connection alone',
      steps: [
        [(r) => r.stream({ credit: 3 })],
        [(r) => r.receive('1')],
        [(r) => r.abort('stream'), ['settle', 'stream', 'AbortError']],
        [(r) => r.receive('2\n')],
        [(r) => r.read(), ['reply', 'read', '12\n']],
      ],
    },
  ])
})

describe('a lost connection', () => {
  scenarios([
    {
      title: 'EOF ends a stream without an error, once all that came is taken',
      steps: [
        [(r) => r.stream({ credit: 1 })],
        [(r) => r.receive('1\n2\n3\n'), ['frame', 'stream', '1\n']],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.credit('stream', 1), ['frame', 'stream', '2\n']],
        [(r) => r.credit('stream', 1), ['frame', 'stream', '3\n'], ['settle', 'stream']],
      ],
    },
    {
      title: 'bytes left over at EOF are an error',
      steps: [
        [(r) => r.stream({ credit: 9 })],
        [(r) => r.receive('1\n2'), ['frame', 'stream', '1\n']],
        [(r) => r.eof(), ['destroy'], ['settle', 'stream', 'ConnectionEOFError']],
      ],
    },
    {
      title: 'what it had given before it ended, and was not used, is set aside when its consumer leaves',
      steps: [
        [(r) => r.stream({ credit: 2 })],
        [(r) => r.receive('1\n2\n'), ['frame', 'stream', '1\n'], ['frame', 'stream', '2\n']],
        [(r) => r.eof(), ['destroy'], ['settle', 'stream']],
        [(r) => r.cancel('stream', '2\n'), ['stray', '2\n']],
      ],
    },
    {
      title: 'a reset is an error, after all that came is taken',
      steps: [
        [(r) => r.stream()],
        [(r) => r.receive('1\n')],
        [(r) => r.lost()],
        [(r) => r.credit('stream', 9), ['frame', 'stream', '1\n'], ['settle', 'stream', 'ConnectionLostError']],
      ],
    },
    {
      title: 'a stream never restarts unasked, and a new call opens again',
      steps: [
        [(r) => r.stream({ credit: 9 })],
        [(r) => r.eof(), ['destroy'], ['settle', 'stream']],
        [(r) => r.advance(60_000)],
        [(r) => r.ask('A?'), ['connect']],
      ],
    },
    {
      title: 'with reconnect it goes on, without end, with the default delays',
      steps: [
        [(r) => r.stream({ credit: 9, reconnect: true })],
        [(r) => r.receive('1\n2'), ['frame', 'stream', '1\n']],
        [(r) => r.lost(), ['stray', '2']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.lost('ECONNREFUSED')],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['connect']],
        [(r) => r.lost('ECONNREFUSED')],
        [(r) => r.advance(199)],
        [(r) => r.advance(1), ['connect']],
        [(r) => r.connected()],
        [(r) => r.receive('3\n'), ['frame', 'stream', '3\n']],
      ],
    },
    {
      title: 'with reconnect it gets first what came before the loss',
      steps: [
        [(r) => r.stream({ reconnect: true })],
        [(r) => r.receive('1\n2\n')],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected()],
        [(r) => r.receive('3\n')],
        [(r) => r.credit('stream', 2), ['frame', 'stream', '1\n'], ['frame', 'stream', '2\n']],
        [(r) => r.credit('stream', 2), ['frame', 'stream', '3\n']],
      ],
    },
    {
      title: 'a stream with match and reconnect goes on too',
      steps: [
        [(r) => r.stream({ match: events, reconnect: true, credit: 9 })],
        [(r) => r.receive('!1\n!2'), ['frame', 'stream', '!1\n']],
        [(r) => r.eof(), ['destroy'], ['stray', '!2']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected()],
        [(r) => r.receive('!3\n'), ['frame', 'stream', '!3\n']],
      ],
    },
    {
      title: 'close() ends a stream that reconnects',
      steps: [
        [(r) => r.stream({ credit: 9, reconnect: true })],
        [(r) => r.lost()],
        [(r) => r.close(), ['settle', 'stream', 'ClosedError']],
        [(r) => r.advance(60_000)],
      ],
    },
  ])
})
