/** close() and dispose() in each state: they always end, and whatever waits learns of it. */
import { describe, expect, it } from 'vitest'
import { rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

describe('close()', () => {
  scenarios([
    { title: 'in idle is no error', cold: true, steps: [[(r) => r.close()], [(r) => r.close()]], states: [] },
    {
      title: 'in ready says goodbye, and is done when the peer’s is there',
      steps: [[(r) => r.close(), ['end']], [(r) => r.lost()]],
      states: ['closing', 'idle'],
    },
    {
      title: 'waits for the goodbye no longer than its grace',
      steps: [[(r) => r.close(), ['end']], [(r) => r.advance(499)], [(r) => r.advance(1), ['destroy']]],
      states: ['closing', 'idle'],
    },
    {
      title: 'fails each call that waits, in whatever stage, and bytes that come now are nobody’s',
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?')],
        [(r) => r.read()],
        [
          (r) => r.close(),
          ['settle', 'B?', 'ClosedError'],
          ['settle', 'A?', 'ClosedError'],
          ['settle', 'read', 'ClosedError'],
          ['end'],
        ],
        [(r) => r.receive('1\n2\n')],
        [(r) => r.eof()],
        [(r) => r.read(), ['connect']],
      ],
    },
    {
      title: 'with a blocked write destroys: nothing half-sent may be delivered later',
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('A'), ['write', 'A\n']],
        [(r) => r.close(), ['settle', 'A', 'ClosedError'], ['destroy']],
      ],
      states: ['closing', 'idle'],
    },
    {
      title: 'in connecting gives the attempt up',
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.ask('A?')],
        [(r) => r.close(), ['settle', 'open', 'ClosedError'], ['settle', 'A?', 'ClosedError'], ['destroy']],
        [(r) => r.turn(() => r.machine.connected(1))],
      ],
      states: ['connecting', 'closing', 'idle'],
    },
    {
      title: 'in initialising fails what the hook has under way',
      settings: { hook: true },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.ask('ID?', { session: r.hook }), ['write', 'ID?\n']],
        [(r) => r.close(), ['settle', 'open', 'ClosedError'], ['settle', 'ID?', 'ClosedError'], ['destroy']],
        [(r) => r.write('X', { session: r.hook }), ['settle', 'X', 'NotConnectedError']],
      ],
      states: ['connecting', 'initialising', 'closing', 'idle'],
    },
    {
      title: 'in waiting ends the wait',
      settings: { reconnect: { retries: 9 } },
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.lost()],
        [(r) => r.close(), ['settle', 'A?', 'ClosedError']],
        [(r) => r.advance(60_000)],
      ],
      states: ['connecting', 'waiting', 'closing', 'idle'],
    },
    {
      title: 'a second one while it closes is no error; a call meanwhile opens again',
      steps: [
        [(r) => r.close(), ['end']],
        [(r) => r.close()],
        [(r) => r.ask('A?')],
        [(r) => r.lost(), ['connect']],
        [(r) => r.connected(), ['write', 'A?\n']],
      ],
      states: ['closing', 'idle', 'connecting', 'initialising', 'ready'],
    },
    {
      title: 'forgets what was received and what is owed',
      settings: { resync: 'discard' },
      steps: [
        [(r) => r.ask('A?', { timeout: 10 }), ['write', 'A?\n']],
        [(r) => r.advance(10), ['settle', 'A?', 'TimeoutError']],
        [(r) => r.receive('12')],
        [(r) => r.close(), ['end']],
        [(r) => r.eof()],
        [(r) => r.ask('B?'), ['connect']],
        [(r) => r.connected(), ['write', 'B?\n']],
      ],
    },
  ])
})

describe('dispose()', () => {
  scenarios([
    {
      title: 'in idle is final',
      cold: true,
      steps: [
        [(r) => r.dispose()],
        [(r) => r.ask('A?'), ['settle', 'A?', 'ClosedError']],
        [(r) => r.opening(), ['settle', 'open', 'ClosedError']],
        [(r) => r.begin(), ['refused', 'talk', 'ClosedError']],
        [(r) => r.close()],
        [(r) => r.dispose()],
      ],
      states: ['closed'],
    },
    {
      title: 'in ready closes first, and takes no more calls meanwhile',
      steps: [
        [(r) => r.read()],
        [(r) => r.dispose(), ['settle', 'read', 'ClosedError'], ['end']],
        [(r) => r.ask('A?'), ['settle', 'A?', 'ClosedError']],
        [(r) => r.advance(500), ['destroy']],
      ],
      states: ['closing', 'closed'],
    },
    {
      title: 'while it closes makes that final',
      steps: [
        [(r) => r.close(), ['end']],
        [(r) => r.ask('A?')],
        [(r) => r.dispose(), ['settle', 'A?', 'ClosedError']],
        [(r) => r.lost()],
      ],
      states: ['closing', 'closed'],
    },
    {
      title: 'while it connects',
      cold: true,
      steps: [
        [(r) => r.ask('A?'), ['connect']],
        [(r) => r.dispose(), ['settle', 'A?', 'ClosedError'], ['destroy']],
      ],
      states: ['connecting', 'closing', 'closed'],
    },
  ])

  it('leaves no alarm armed', () => {
    const r = rig({ reconnect: { retries: 9 } })
    r.ask('A?', { timeout: 100 })
    r.lost().dispose()
    expect(r.outputs.armed).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('the goodbye of a peer', () => {
  const ready = () => rig().open()

  it('is told once, and is the end of the input when that is read', () => {
    const r = ready()
    r.receive('rest')
    r.eof()
    r.eof()
    expect(r.outputs.eofs).toBe(1)
    expect(r.machine.atEof).toBe(false)
    r.machine.takeInput()
    expect(r.machine.atEof).toBe(true)
  })

  it('is no news of a connection that is closed, and is forgotten by the next', () => {
    const r = ready()
    r.close()
    r.eof()
    expect([r.outputs.eofs, r.machine.atEof]).toEqual([0, false])
    r.opening('again')
    r.connected()
    r.eof()
    expect([r.outputs.eofs, r.machine.atEof]).toEqual([1, true])
    r.opening('once more')
    expect(r.machine.atEof).toBe(false)
  })
})
