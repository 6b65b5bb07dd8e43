/** The life of a link: opening, failing, waiting, closing and disposal, in each of its states. */
import { describe, expect, it } from 'vitest'
import { rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

describe('opening', () => {
  scenarios([
    {
      title: 'on demand',
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
      ],
      states: ['connecting', 'initialising', 'ready'],
    },
    {
      title: 'open() joins an attempt under way',
      cold: true,
      steps: [
        [(r) => r.opening('one'), ['connect']],
        [(r) => r.opening('two')],
        [(r) => r.connected(), ['settle', 'one'], ['settle', 'two']],
      ],
    },
    { title: 'open() while open', steps: [[(r) => r.opening('again'), ['settle', 'again', 'AlreadyOpenError']]] },
    {
      title: 'open() after a loss',
      steps: [[(r) => r.lost()], [(r) => r.opening('again'), ['connect']], [(r) => r.connected(), ['settle', 'again']]],
    },
    {
      title: 'open() has a limit too',
      cold: true,
      steps: [
        [(r) => r.opening('open', 100), ['connect']],
        [(r) => r.advance(100), ['settle', 'open', 'TimeoutError'], ['destroy']],
      ],
      states: ['connecting', 'idle'],
    },
    {
      title: 'a refused attempt fails all that waits',
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.ask('A?')],
        [(r) => r.read()],
        [(r) => r.begin()],
        [
          (r) => r.lost('ECONNREFUSED'),
          ['settle', 'open', 'ConnectError'],
          ['settle', 'A?', 'ConnectError'],
          ['refused', 'talk', 'ConnectError'],
          ['settle', 'read', 'ConnectError'],
        ],
        [(r) => r.ask('B?'), ['connect']],
      ],
      states: ['connecting', 'idle', 'connecting'],
    },
    {
      title: 'an attempt that takes too long is cut off',
      settings: { connectionTimeout: 100 },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.advance(100), ['destroy'], ['settle', 'A?', 'ConnectTimeoutError']],
      ],
      states: ['connecting', 'idle'],
    },
    {
      title: 'a call that times out while it connects leaves the attempt to others',
      cold: true,
      steps: [
        [(r) => r.ask('A?', { timeout: 50 }), ['connect']],
        [(r) => r.write('B')],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.connected(), ['write', 'B\n'], ['settle', 'B']],
      ],
    },
    {
      title: 'an attempt is given up when nobody waits for it any more',
      cold: true,
      steps: [
        [(r) => r.ask('A?', { timeout: 50 }), ['connect']],
        [(r) => r.begin()],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError']],
        [
          (r) => r.turn(() => r.machine.abort([r.talk('talk')], 'enough')),
          ['refused', 'talk', 'AbortError'],
          ['destroy'],
        ],
        [(r) => r.advance(60_000)],
        [(r) => r.ask('B?'), ['connect']],
        [(r) => r.connected(), ['write', 'B?\n']],
      ],
      states: ['connecting', 'idle', 'connecting', 'initialising', 'ready'],
    },
  ])
})

describe('settling', () => {
  const settings = { settle: 50, reconnect: { retries: 1, minDelay: 100 } }
  scenarios([
    {
      title: 'nothing is written before the peer had time to hang up',
      settings,
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected()],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['write', 'A?\n']],
      ],
      states: ['connecting', 'initialising', 'ready'],
    },
    {
      title: 'a peer that hangs up within it is called again, by the policy',
      settings,
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected()],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.advance(100), ['connect']],
        [(r) => r.connected().advance(50), ['write', 'A?\n']],
      ],
      states: ['connecting', 'waiting', 'connecting', 'initialising', 'ready'],
    },
    {
      title: 'the same with a reset, and an end when the policy says so',
      settings,
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected()],
        [(r) => r.lost()],
        [(r) => r.advance(100), ['connect']],
        [(r) => r.connected()],
        [(r) => r.lost(), ['settle', 'A?', 'ConnectError']],
      ],
      states: ['connecting', 'waiting', 'connecting', 'idle'],
    },
    {
      title: 'the hook waits too',
      settings: { ...settings, hook: true },
      cold: true,
      steps: [[(r) => r.ask('A?'), ['connect']], [(r) => r.connected()], [(r) => r.advance(50), ['hook']]],
      states: ['connecting', 'initialising'],
    },
    {
      title: 'what comes meanwhile is kept, and stray before a request',
      settings,
      cold: true,
      steps: [
        [(r) => r.read(), ['connect']],
        [(r) => r.ask('A?')],
        [(r) => r.connected()],
        [(r) => r.receive('HELLO\nand more')],
        [(r) => r.advance(50), ['reply', 'read', 'HELLO\n'], ['stray', 'and more'], ['write', 'A?\n']],
      ],
    },
    {
      title: 'what came before a hang-up is reported',
      settings,
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected()],
        [(r) => r.receive('BUSY\n')],
        [(r) => r.eof(), ['destroy'], ['stray', 'BUSY\n']],
      ],
    },
    {
      title: 'it begins once, whatever the driver says',
      settings,
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected().advance(30)],
        [(r) => r.connected().advance(20), ['write', 'A?\n']],
      ],
    },
    {
      title: 'what is left of it is not for the next attempt, which has no socket yet',
      settings: { settle: 500, reconnect: { retries: 1, minDelay: 100 } },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected()],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.advance(100), ['connect']],
        [(r) => r.advance(1000)],
      ],
      states: ['connecting', 'waiting', 'connecting'],
    },
    {
      title: 'connectionTimeout covers it',
      settings: { settle: 50, connectionTimeout: 40 },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected()],
        [(r) => r.advance(40), ['destroy'], ['settle', 'A?', 'ConnectTimeoutError']],
        [(r) => r.advance(60_000)],
      ],
      states: ['connecting', 'idle'],
    },
    {
      title: 'what came meanwhile is for nobody, when those are gone that it was made for',
      settings,
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.connected().receive('HELLO\n')],
        [(r) => r.abort('A?'), ['settle', 'A?', 'AbortError'], ['destroy'], ['stray', 'HELLO\n']],
        [(r) => r.read(), ['connect']],
      ],
    },
    {
      title: 'a call that times out meanwhile was not sent, and close() ends it at once',
      settings,
      cold: true,
      steps: [
        [(r) => r.ask('A?', { timeout: 20 }), ['connect']],
        [(r) => r.write('B')],
        [(r) => r.connected()],
        [(r) => r.advance(20), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.close(), ['settle', 'B', 'ClosedError'], ['destroy']],
        [(r) => r.advance(60_000)],
      ],
      states: ['connecting', 'closing', 'idle'],
    },
  ])
})

describe('backoff', () => {
  scenarios([
    {
      title: 'retries by the policy, then fails with the last error',
      settings: { reconnect: { retries: 2, minDelay: 100, factor: 3 } },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.lost('ECONNREFUSED')],
        [(r) => r.advance(99)],
        [(r) => r.advance(1), ['connect']],
        [(r) => r.lost('ECONNREFUSED')],
        [(r) => r.advance(299)],
        [(r) => r.advance(1), ['connect']],
        [(r) => r.lost('ECONNREFUSED'), ['settle', 'A?', 'ConnectError']],
      ],
      states: ['connecting', 'waiting', 'connecting', 'waiting', 'connecting', 'idle'],
    },
    {
      title: 'full jitter: a random share of each delay',
      settings: { reconnect: { retries: 1, minDelay: 100 }, random: 0.75 },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.lost()],
        [(r) => r.advance(24)],
        [(r) => r.advance(1), ['connect']],
      ],
    },
    {
      title: 'a function decides by attempt and error',
      settings: { reconnect: (attempt, error) => (error.message.includes('ENOTFOUND') ? false : attempt * 10) },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.lost()],
        [(r) => r.advance(10), ['connect']],
        [(r) => r.lost()],
        [(r) => r.advance(19)],
        [(r) => r.advance(1), ['connect']],
        [(r) => r.lost('ENOTFOUND'), ['settle', 'A?', 'ConnectError']],
      ],
    },
    {
      title: 'the retries start anew after a connection, though it was lost when nobody needed one',
      settings: { reconnect: { retries: 1, minDelay: 100 } },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.lost()],
        [(r) => r.advance(100), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.lost()],
        [(r) => r.ask('B?'), ['connect']],
        [(r) => r.lost()],
        [(r) => r.advance(100), ['connect']],
      ],
    },
    {
      title: 'what comes meanwhile waits with the others',
      settings: { reconnect: { retries: 1, minDelay: 100 } },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.lost()],
        [(r) => r.write('B')],
        [(r) => r.advance(100), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
      ],
    },
    {
      title: 'is over when nobody waits any more',
      settings: { reconnect: { retries: 9, minDelay: 100 } },
      cold: true,
      steps: [
        [(r) => r.ask('A?', { timeout: 50 }), ['connect']],
        [(r) => r.lost()],
        [(r) => r.advance(50), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.advance(60_000)],
      ],
      states: ['connecting', 'waiting', 'idle'],
    },
  ])

  it('tells the attempt to come and its delay, and counts connections', () => {
    const r = rig({ reconnect: { retries: 5, minDelay: 100 } })
    r.ask('A?')
    r.lost().advance(100).lost()
    expect(r.machine.retry).toEqual({ attempt: 2, delay: 200 })
    r.advance(200).connected()
    expect(r.machine.connections).toBe(1)
  })
})

describe('autoReconnect: false', () => {
  const settings = { autoReconnect: false }
  scenarios([
    {
      title: 'a call while closed fails at once',
      settings,
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['settle', 'A?', 'NotConnectedError']],
        [(r) => r.write('B'), ['settle', 'B', 'NotConnectedError']],
        [(r) => r.read(), ['settle', 'read', 'NotConnectedError']],
        [(r) => r.begin(), ['refused', 'talk', 'NotConnectedError']],
        [(r) => r.stream(), ['settle', 'stream', 'NotConnectedError']],
        [(r) => r.opening(), ['connect']],
        [(r) => r.ask('C?')],
        [(r) => r.connected(), ['settle', 'open'], ['write', 'C?\n']],
      ],
    },
    {
      title: 'after a loss what is queued fails too',
      settings,
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.lost(), ['settle', 'A?', 'ConnectionLostError'], ['settle', 'B?', 'NotConnectedError']],
      ],
      states: ['idle'],
    },
    {
      title: 'what a lost connection left can still be read',
      settings,
      steps: [
        [(r) => r.receive('1\n')],
        [(r) => r.eof(), ['destroy']],
        [(r) => r.read(), ['reply', 'read', '1\n']],
        [(r) => r.read(), ['settle', 'read', 'NotConnectedError']],
      ],
    },
  ])
})
