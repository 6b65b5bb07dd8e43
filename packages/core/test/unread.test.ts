/** A program that computes reads nothing: before it asks again, the socket is looked at. */
import { describe, expect, it } from 'vitest'
import { rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

const settings = { freshFor: 20 }

describe('a request after a while', () => {
  scenarios([
    {
      title: 'waits for a look at the socket, where nothing has come',
      settings,
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.ask('A?')],
        [(r) => r.fire(), ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'is sent as soon as something is read, which is no reply of its',
      settings,
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.ask('A?')],
        [(r) => r.receive('T=21.5\n'), ['stray', 'T=21.5\n'], ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'goes out at once where nothing is set aside',
      settings: { freshFor: Number.POSITIVE_INFINITY },
      steps: [[(r) => r.advance(30)], [(r) => r.ask('A?'), ['write', 'A?\n']]],
    },
    {
      title: 'goes out at once within the time in which what was read holds',
      settings,
      steps: [[(r) => r.advance(20)], [(r) => r.ask('A?'), ['write', 'A?\n']]],
    },
    {
      title: 'lets writes through, and keeps their order',
      settings: { ...settings, pipeline: 2 },
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.write('W'), ['write', 'W\n'], ['settle', 'W']],
        [(r) => r.ask('A?')],
        [(r) => r.write('V')],
        [(r) => r.fire(), ['write', 'A?\n'], ['write', 'V\n'], ['settle', 'V']],
      ],
    },
    {
      title: 'has all of its time from the look on: what the program took is not its',
      settings,
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.ask('A?', { timeout: 50 })],
        [(r) => r.busy(300).fire(), ['write', 'A?\n']],
        [(r) => r.advance(49)],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'can be aborted meanwhile, and then another one waits',
      settings,
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.ask('A?', { timeout: 50 }).name],
        [(r) => r.ask('B?', { timeout: 50 }).name],
        [(r) => r.abort('A?'), ['settle', 'A?', 'AbortError']],
        [(r) => r.fire(), ['write', 'B?\n']],
        [(r) => r.advance(50), ['settle', 'B?', 'TimeoutError'], ['destroy']],
      ],
    },
  ])

  it('keeps its time when the connection is lost meanwhile', () => {
    const r = rig({ ...settings, reconnect: { retries: 9, minDelay: 1000 } }).open()
    r.advance(30)
    const call = r.ask('A?', { timeout: 50 })
    r.lost()
    r.advance(50)
    expect(call.error?.code).toBe('SOCKIO_TIMEOUT')
  })
})
