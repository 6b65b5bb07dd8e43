/** Calls that one signal ends: what the end of one would make way for is not sent any more. */
import { describe, expect, it } from 'vitest'
import { Rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

describe('aborted together', () => {
  scenarios([
    {
      title: 'a read, and the request that waits for it',
      steps: [
        [(r) => r.read()],
        [(r) => r.ask('A?')],
        [
          (r) => r.abortTogether(r.call('read'), r.call('A?')),
          ['settle', 'read', 'AbortError'],
          ['settle', 'A?', 'AbortError'],
        ],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'two requests in flight, and one that waits: none of them is lost, and nothing is sent',
      settings: { pipeline: 2 },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
        [(r) => r.ask('C?')],
        [
          (r) => r.abortTogether(r.call('A?'), r.call('B?'), r.call('C?')),
          ['settle', 'A?', 'AbortError'],
          ['settle', 'B?', 'AbortError'],
          ['settle', 'C?', 'AbortError'],
          ['destroy'],
        ],
      ],
    },
    {
      title: 'a transaction that runs, the one behind it, and a request behind both',
      steps: [
        [(r) => r.begin('one'), ['granted', 'one']],
        [(r) => r.begin('two')],
        [(r) => r.ask('A?')],
        [
          (r) => r.abortTogether(r.talk('one'), r.talk('two'), r.call('A?')),
          ['refused', 'one', 'AbortError'],
          ['refused', 'two', 'AbortError'],
          ['settle', 'A?', 'AbortError'],
        ],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'a stream, and the read behind it, which takes nothing',
      steps: [
        [(r) => r.stream({ match: (line) => line[0] === 33, credit: 1 })],
        [(r) => r.read()],
        [
          (r) => r.abortTogether(r.call('stream'), r.call('read')),
          ['settle', 'stream', 'AbortError'],
          ['settle', 'read', 'AbortError'],
        ],
      ],
    },
  ])

  it('the connection is given up for the first', () => {
    const rig = new Rig({ pipeline: 2 })
    rig.ask('A?')
    rig.connected()
    rig.ask('B?')
    rig.abortTogether(rig.call('A?'), rig.call('B?'))
    expect(rig.outputs.reason?.message).toMatch(/^"A\?\\n"/)
  })
})
