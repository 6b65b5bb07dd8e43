/** Requests, reads and writes on a connection that works: who may write, who may read, and in which order. */
import { describe } from 'vitest'
import { exactly, some } from '../src/index.ts'
import { scenarios } from './rig/scenarios.ts'

describe('one exchange', () => {
  scenarios([
    {
      title: 'a request is written, and its reply settles it',
      steps: [
        [(r) => r.ask('*IDN?'), ['write', '*IDN?\n']],
        [(r) => r.receive('ACME\n'), ['reply', '*IDN?', 'ACME\n']],
      ],
    },
    {
      title: 'a reply may come byte by byte',
      steps: [
        [(r) => r.ask('X?'), ['write', 'X?\n']],
        [(r) => r.receive('1', '2')],
        [(r) => r.receive('\n'), ['reply', 'X?', '12\n']],
      ],
    },
    {
      title: 'a request with three replies is one exchange',
      steps: [
        [(r) => r.ask('X?', { count: 3 }), ['write', 'X?\n']],
        [(r) => r.receive('1\n2\n')],
        [(r) => r.receive('3\n'), ['reply', 'X?', '1\n', '2\n', '3\n']],
      ],
    },
    {
      title: 'a write is done when the kernel has it',
      steps: [[(r) => r.write('RUN'), ['write', 'RUN\n'], ['settle', 'RUN']]],
    },
    {
      title: 'a write that the kernel does not take yet waits',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('RUN'), ['write', 'RUN\n']],
        [(r) => r.drain(), ['settle', 'RUN']],
      ],
    },
    {
      title: 'nothing more is written while the kernel does not take it',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('A'), ['write', 'A\n']],
        [(r) => r.write('B')],
        [(r) => r.drain(), ['settle', 'A'], ['write', 'B\n']],
        [(r) => r.drain(), ['settle', 'B']],
      ],
    },
    {
      title: 'a reply may be faster than the news that the request is out',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).ask('X?'), ['write', 'X?\n']],
        [(r) => r.receive('1\n'), ['reply', 'X?', '1\n']],
        [(r) => r.drain()],
      ],
    },
    {
      title: 'a read takes what is there, and leaves the rest',
      steps: [
        [(r) => r.receive('abcdef')],
        [(r) => r.read({ framing: exactly(4) }), ['reply', 'read', 'abcd']],
        [(r) => r.read({ framing: some() }), ['reply', 'read', 'ef']],
      ],
    },
    {
      title: 'a read waits for its bytes',
      steps: [[(r) => r.read()], [(r) => r.receive('x')], [(r) => r.receive('\n'), ['reply', 'read', 'x\n']]],
    },
  ])
})

describe('lanes', () => {
  scenarios([
    {
      title: 'a write goes out while a read waits',
      steps: [
        [(r) => r.read()],
        [(r) => r.write('STOP'), ['write', 'STOP\n'], ['settle', 'STOP']],
        [(r) => r.receive('x\n'), ['reply', 'read', 'x\n']],
      ],
    },
    {
      title: 'a write goes out while a stream runs',
      steps: [
        [(r) => r.stream({ credit: 5 })],
        [(r) => r.write('STOP'), ['write', 'STOP\n'], ['settle', 'STOP']],
        [(r) => r.receive('x\n'), ['frame', 'stream', 'x\n']],
      ],
    },
    {
      title: 'requests go one at a time, in the order of the calls',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.ask('C?')],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n'], ['write', 'C?\n']],
        [(r) => r.receive('3\n'), ['reply', 'C?', '3\n']],
      ],
    },
    {
      title: 'a write waits while a request is outstanding, and keeps its place',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.write('W')],
        [(r) => r.ask('B?')],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['write', 'W\n'], ['write', 'B?\n'], ['settle', 'W']],
      ],
    },
    {
      title: 'a request waits for a read that was called before it',
      steps: [
        [(r) => r.read()],
        [(r) => r.ask('A?')],
        [(r) => r.receive('x\n'), ['reply', 'read', 'x\n'], ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'a read waits for a request that was called before it',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.read()],
        [(r) => r.receive('1\nx\n'), ['reply', 'A?', '1\n'], ['reply', 'read', 'x\n']],
      ],
    },
    {
      title: 'pipeline 2: two requests are out, the third waits; replies go in order',
      settings: { pipeline: 2 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => r.ask('C?')],
        [(r) => r.receive('1\n2'), ['reply', 'A?', '1\n'], ['write', 'C?\n']],
        [(r) => r.receive('\n3\n'), ['reply', 'B?', '2\n'], ['reply', 'C?', '3\n']],
      ],
    },
    {
      title: 'pipeline 2: a write does not count as outstanding',
      settings: { pipeline: 2 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.write('W'), ['write', 'W\n'], ['settle', 'W']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => r.write('V')],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['write', 'V\n'], ['settle', 'V']],
      ],
    },
    {
      title: 'pacing leaves a gap between the end of an exchange and the next write',
      settings: { pacing: 50 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.advance(10)],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.ask('B?')],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['write', 'B?\n']],
      ],
    },
    {
      title: 'pacing holds behind the start of a stream, whoever is next',
      settings: { pacing: 50 },
      steps: [
        [(r) => r.stream({ start: 'START', credit: 9 }), ['write', 'START\n']],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
        [(r) => r.write('W')],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['write', 'W\n'], ['settle', 'W']],
      ],
    },
    {
      title: 'pacing holds between the start of a stream and its stop, and behind that',
      settings: { pacing: 50 },
      steps: [
        [(r) => r.stream({ start: 'START', stopping: 'STOP' }), ['write', 'START\n']],
        [(r) => r.advance(10)],
        [(r) => r.cancel('stream'), ['settle', 'stream']],
        [(r) => r.ask('A?')],
        [(r) => r.advance(40), ['write', 'STOP\n']],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['write', 'A?\n']],
      ],
    },
    {
      title: 'pacing holds behind the reply to the stop of a stream',
      settings: { pacing: 50 },
      steps: [
        [(r) => r.stream({ stopping: 'STOP?', credit: 1 })],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP?\n']],
        [(r) => r.ask('A?')],
        [(r) => r.advance(60)],
        [(r) => r.receive('OK\n'), ['stray', 'OK\n']],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['write', 'A?\n']],
      ],
    },
    {
      title: 'pacing holds between requests that are outstanding together',
      settings: { pacing: 50, pipeline: 2 },
      steps: [[(r) => r.ask('A?'), ['write', 'A?\n']], [(r) => r.ask('B?')], [(r) => r.advance(50), ['write', 'B?\n']]],
    },
    {
      title: 'pacing holds behind a request that was given up',
      settings: { pacing: 50, resync: 'discard' },
      steps: [
        [(r) => r.ask('A?', { timeout: 10 }), ['write', 'A?\n']],
        [(r) => r.advance(10), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.write('W')],
        [(r) => r.advance(39)],
        [(r) => r.advance(1), ['write', 'W\n'], ['settle', 'W']],
      ],
    },
    {
      title: 'pacing holds between what is written in one turn',
      settings: { pacing: 50, pipeline: 2 },
      steps: [
        [(r) => r.begin('T'), ['granted', 'T']],
        [(r) => r.ask('A?')],
        [(r) => r.ask('B?')],
        [(r) => r.end('T'), ['write', 'A?\n']],
        [(r) => r.advance(50), ['write', 'B?\n']],
      ],
    },
    {
      title: 'pacing begins when what was written is out',
      settings: { pacing: 50, pipeline: 2 },
      steps: [
        [(r) => (r.blocks = true)],
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.advance(60)],
        [(r) => (r.blocks = false)],
        [(r) => r.drain()],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['write', 'B?\n']],
      ],
    },
    {
      title: 'pacing adds nothing when that long has passed anyway, and does not hold reads up',
      settings: { pacing: 50 },
      steps: [
        [(r) => r.write('W'), ['write', 'W\n'], ['settle', 'W']],
        [(r) => r.receive('x\n')],
        [(r) => r.read(), ['reply', 'read', 'x\n']],
        [(r) => r.advance(50)],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'maxQueue: one more is refused at once, and the others are untouched',
      settings: { maxQueue: 2 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.ask('C?')],
        [(r) => r.ask('D?'), ['settle', 'D?', 'QueueFullError']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['write', 'B?\n']],
        [(r) => r.ask('E?')],
        [(r) => r.ask('F?'), ['settle', 'F?', 'QueueFullError']],
      ],
    },
    {
      title: 'maxQueue counts what is aborted no longer',
      settings: { maxQueue: 1 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.abort('B?'), ['settle', 'B?', 'AbortError']],
        [(r) => r.ask('C?')],
        [(r) => r.ask('D?'), ['settle', 'D?', 'QueueFullError']],
      ],
    },
  ])
})
