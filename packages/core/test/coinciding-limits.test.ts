/** Limits that pass at the same time, and limits that have passed when nobody has judged that yet. */
import { describe, expect, it } from 'vitest'
import { rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

describe('limits that coincide', () => {
  scenarios([
    {
      title: 'of an attempt and of a query of its hook',
      settings: { hook: true, connectionTimeout: 100 },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.ask('ID?', { session: r.hook, timeout: 100 }), ['write', 'ID?\n']],
        [(r) => r.advance(100), ['settle', 'ID?', 'TimeoutError'], ['destroy'], ['settle', 'open', 'InitError']],
      ],
      states: ['connecting', 'initialising', 'idle'],
    },
    {
      title: 'the backoff after that is not skipped',
      settings: { hook: true, connectionTimeout: 100, reconnect: { retries: 1, minDelay: 50 } },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.ask('ID?', { session: r.hook, timeout: 100 }), ['write', 'ID?\n']],
        [(r) => r.advance(100), ['settle', 'ID?', 'TimeoutError'], ['destroy']],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['connect']],
      ],
    },
    {
      title: 'of two requests that are under way: each is told of its own',
      settings: { pipeline: 2 },
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.ask('B?', { timeout: 100, retries: 1 }), ['write', 'B?\n']],
        [(r) => r.advance(100), ['settle', 'A?', 'TimeoutError'], ['settle', 'B?', 'TimeoutError'], ['destroy']],
      ],
    },
    {
      title: 'of one of three: the others are lost with the connection, once those are told whose time is over',
      settings: { pipeline: 3 },
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.ask('B?', { timeout: 200 }), ['write', 'B?\n']],
        [(r) => r.ask('C?', { timeout: 90 }), ['write', 'C?\n']],
        [
          (r) => r.busy(100).fire(),
          ['settle', 'C?', 'TimeoutError'],
          ['settle', 'A?', 'TimeoutError'],
          ['destroy'],
          ['settle', 'B?', 'ConnectionLostError'],
        ],
      ],
    },
    {
      title: 'of a transaction: each of its calls ends for that, and none for the end of another',
      settings: { pipeline: 2 },
      steps: [
        [(r) => r.begin('talk', 100), ['granted', 'talk']],
        [(r) => r.ask('A?', { session: r.talk('talk') }), ['write', 'A?\n']],
        [(r) => r.ask('B?', { session: r.talk('talk') }), ['write', 'B?\n']],
        [
          (r) => r.advance(100),
          ['settle', 'A?', 'AbortError'],
          ['settle', 'B?', 'AbortError'],
          ['refused', 'talk', 'TimeoutError'],
          ['destroy'],
        ],
      ],
    },
    {
      title: 'of a transaction, and of a write before it that the kernel has not taken',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('W', { timeout: 100 }), ['write', 'W\n']],
        [(r) => r.begin('talk', 100)],
        [(r) => r.advance(100), ['settle', 'W', 'TimeoutError'], ['refused', 'talk', 'TimeoutError'], ['destroy']],
      ],
    },
  ])

  it('both errors say how far each got', () => {
    const r = rig({ pipeline: 2 }).open()
    const [first, second] = [r.ask('A?', { timeout: 100 }), r.ask('B?', { timeout: 100 })]
    r.receive('1\nla').advance(100)
    expect(first.texts).toEqual(['1\n'])
    expect(second.error).toMatchObject({ code: 'SOCKIO_TIMEOUT', phase: 'reading', sent: 'yes' })
  })
})

describe('nothing is begun whose limit has passed, though that is still to be judged', () => {
  scenarios([
    {
      title: 'a request, when the reply before it is read in the last look',
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.ask('B?', { timeout: 50 })],
        [(r) => r.busy(60).receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.fire(), ['settle', 'B?', 'TimeoutError']],
        [(r) => r.ask('C?'), ['write', 'C?\n']],
      ],
    },
    {
      title: 'a write, when the kernel takes what was before it',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('A'), ['write', 'A\n']],
        [(r) => r.write('B', { timeout: 50 })],
        [(r) => r.busy(60).drain(), ['settle', 'A']],
        [(r) => r.fire(), ['settle', 'B', 'TimeoutError']],
      ],
    },
    {
      title: 'a request, when the connection is made',
      cold: true,
      steps: [
        [(r) => r.ask('A?', { timeout: 50 }), ['connect']],
        [(r) => r.busy(60).connected()],
        [(r) => r.fire(), ['settle', 'A?', 'TimeoutError'], ['destroy']], // as if it had been told before
      ],
      states: ['connecting', 'initialising', 'ready', 'idle'],
    },
    {
      title: 'an open() has what it has asked for',
      cold: true,
      steps: [
        [(r) => r.opening('open', 50), ['connect']],
        [(r) => r.busy(60).connected(), ['settle', 'open']],
        [(r) => r.fire()],
      ],
    },
    {
      title: 'a transaction, by its own limit and by that of the wait for its turn',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.begin('first', 50)],
        [(r) => r.begin('second', Number.POSITIVE_INFINITY, 50)],
        [(r) => r.busy(60).receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.fire(), ['refused', 'first', 'TimeoutError'], ['refused', 'second', 'TimeoutError']],
      ],
    },
    {
      title: 'what is behind it goes out when that is judged',
      steps: [
        [(r) => r.ask('A?', { timeout: 100 }), ['write', 'A?\n']],
        [(r) => r.ask('B?', { timeout: 50 })],
        [(r) => r.ask('C?')],
        [(r) => r.busy(60).receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.fire(), ['settle', 'B?', 'TimeoutError'], ['write', 'C?\n']],
      ],
    },
    {
      title: 'a limit of no time is judged after the turn of its call: it may write at once',
      steps: [
        [(r) => r.ask('A?', { timeout: 0 }), ['write', 'A?\n']],
        [(r) => r.fire(), ['settle', 'A?', 'TimeoutError'], ['destroy']],
      ],
    },
  ])

  it('a clock that goes on within the turn takes nothing from a limit of no time', () => {
    const r = rig().open()
    const { outputs } = r
    outputs.now = () => ++outputs.time
    r.ask('A?', { timeout: 0 })
    expect(r.take()).toEqual([['write', 'A?\n']])
  })
})
