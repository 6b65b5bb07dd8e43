/** Transactions and the connection hook: who holds both lanes, and what ends with them. */
import { describe, expect, it } from 'vitest'
import { rig } from './rig.ts'
import { scenarios } from './scenarios.ts'

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
        [(r) => r.advance(100), ['settle', 'A?', 'AbortError'], ['destroy'], ['refused', 'talk', 'TimeoutError']],
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
          (r) => r.turn(() => r.machine.abortSession(r.talk('talk'), new Error('enough'))),
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

describe('the hook', () => {
  const hook = true
  scenarios([
    {
      title: 'runs ahead of the queue, may write and query, and then the queue goes on',
      settings: { hook },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.write('INIT', { session: r.hook }), ['write', 'INIT\n'], ['settle', 'INIT']],
        [(r) => r.ask('ID?', { session: r.hook }), ['write', 'ID?\n']],
        [(r) => r.receive('me\n'), ['reply', 'ID?', 'me\n']],
        [(r) => r.end(), ['write', 'A?\n']],
      ],
      states: ['connecting', 'initialising', 'ready'],
    },
    {
      title: 'open() is done when the hook is',
      settings: { hook },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.write('INIT', { session: r.hook }), ['write', 'INIT\n'], ['settle', 'INIT']],
        [(r) => r.end(), ['settle', 'open']],
      ],
    },
    {
      title: 'runs on each connection again',
      settings: { hook },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.end(), ['settle', 'open']],
        [(r) => r.lost()],
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.end(), ['write', 'A?\n']],
      ],
    },
    {
      title: 'that fails is an InitError for all that waits, and ends the connection',
      settings: { hook },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.ask('A?')],
        [(r) => r.connected(), ['hook']],
        [
          (r) => r.end(undefined, new Error('wrong model')),
          ['destroy'],
          ['settle', 'open', 'InitError'],
          ['settle', 'A?', 'InitError'],
        ],
      ],
      states: ['connecting', 'initialising', 'idle'],
    },
    {
      title: 'that fails is tried again by the policy',
      settings: { hook, reconnect: { retries: 1, minDelay: 100 } },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.end(undefined, new Error('not yet')), ['destroy']],
        [(r) => r.advance(100), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.end(), ['settle', 'open']],
      ],
      states: ['connecting', 'initialising', 'waiting', 'connecting', 'initialising', 'ready'],
    },
    {
      title: 'whose connection is lost fails the attempt, and what it had under way',
      settings: { hook },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.ask('ID?', { session: r.hook }), ['write', 'ID?\n']],
        [(r) => r.eof(), ['destroy'], ['settle', 'ID?', 'ConnectionEOFError'], ['settle', 'open', 'InitError']],
        [(r) => r.ask('X?', { session: r.hook }), ['settle', 'X?', 'NotConnectedError']],
      ],
    },
    {
      title: 'whose query times out fails the attempt',
      settings: { hook },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.ask('ID?', { session: r.hook, timeout: 50 }), ['write', 'ID?\n']],
        [(r) => r.advance(50), ['settle', 'ID?', 'TimeoutError'], ['destroy'], ['settle', 'open', 'InitError']],
      ],
    },
    {
      title: 'a banner that comes meanwhile is set aside before its query',
      settings: { hook },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.receive('welcome\n')],
        [(r) => r.ask('ID?', { session: r.hook }), ['stray', 'welcome\n'], ['write', 'ID?\n']],
        [(r) => r.receive('me\n'), ['reply', 'ID?', 'me\n']],
      ],
    },
  ])

  it('covers the limit of the attempt', () => {
    const r = rig({ hook, connectionTimeout: 100 })
    r.opening()
    r.advance(60).connected().advance(39)
    expect(r.call('open').settlements).toBe(0)
    r.advance(1)
    expect(r.call('open').error?.name).toBe('ConnectTimeoutError')
    expect(r.machine.state).toBe('idle')
    expect(r.outputs.violations).toEqual([])
  })

  it('has no limit any more when it is done', () => {
    const r = rig({ connectionTimeout: 100 }).open().advance(1000)
    expect(r.machine.state).toBe('ready')
    expect(r.outputs.armed).toBe(Number.POSITIVE_INFINITY)
  })
})
