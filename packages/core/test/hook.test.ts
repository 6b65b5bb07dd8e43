/** The connection hook: it runs ahead of everything, on every connection, and its failure is that of the attempt. */
import { describe, expect, it } from 'vitest'
import { rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

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
