/** A program that computes reads nothing: before it asks again, the socket is looked at. */
import { describe, expect, it } from 'vitest'
import { type Rig, rig } from './rig/rig.ts'
import { scenarios } from './rig/scenarios.ts'

const settings = { freshFor: 20 }
const secure = { host: '10.0.0.7', port: 5025, tls: true }

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
      title: 'is sent as soon as something is read of plain TCP, which is no reply of its',
      settings,
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.ask('A?')],
        [(r) => r.receive('T=21.5\n'), ['stray', 'T=21.5\n'], ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'waits for all of the look over TLS: what is read on the way may be a piece of what lies there',
      settings: { ...settings, address: secure },
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.ask('A?')],
        [(r) => r.receive('T=21.5\n')],
        [(r) => r.receive('T=22.0\n')],
        [(r) => r.fire(), ['stray', 'T=21.5\nT=22.0\n'], ['write', 'A?\n']],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'waits for another look, where the one under way began before it was asked',
      settings,
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.busy(300).ask('A?')],
        [(r) => r.turn(() => r.machine.fired(30))],
        [(r) => r.fire(), ['write', 'A?\n']],
      ],
    },
    {
      title: 'waits for none behind a reply of plain TCP, however late',
      settings,
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.advance(300)],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.ask('B?'), ['write', 'B?\n']],
      ],
    },
    {
      title: 'waits behind a late reply over TLS, which may be a piece of what lies there',
      settings: { ...settings, address: secure },
      steps: [
        [(r) => r.ask('A?'), ['write', 'A?\n']],
        [(r) => r.advance(300)],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
        [(r) => r.ask('B?')],
        [(r) => r.receive('T=21.5\n')],
        [(r) => r.fire(), ['stray', 'T=21.5\n'], ['write', 'B?\n']],
        [(r) => r.receive('2\n'), ['reply', 'B?', '2\n']],
        [(r) => r.ask('C?'), ['write', 'C?\n']],
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
        [(r) => r.write('W'), ['write', 'W\n']],
        [(r) => r.ask('A?')],
        [(r) => r.write('V')],
        [(r) => r.fire(), ['settle', 'W'], ['write', 'A?\n'], ['write', 'V\n'], ['settle', 'V']],
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
    r.busy(300).lost()
    r.advance(49)
    expect(call.error).toBe(undefined)
    r.advance(1)
    expect(call.error?.code).toBe('SOCKIO_TIMEOUT')
  })
})

describe('a write after a while', () => {
  const at = (r: Rig) => r.advance(30)

  scenarios([
    {
      title: 'goes out at once, and is done when the socket was read',
      settings,
      steps: [
        [at],
        [(r) => r.write('A'), ['write', 'A\n']],
        [(r) => r.write('B'), ['write', 'B\n']],
        [(r) => r.fire(), ['settle', 'A'], ['settle', 'B']],
        [(r) => r.write('C'), ['write', 'C\n'], ['settle', 'C']],
      ],
    },
    {
      title: 'is not done when something comes: the goodbye may lie behind it',
      settings,
      steps: [
        [at],
        [(r) => r.write('A'), ['write', 'A\n']],
        [(r) => r.receive('T=21.5\n')],
        [(r) => r.fire(), ['settle', 'A']],
      ],
    },
    {
      title: 'whose peer had said something, and closed, is lost, and not in silence',
      settings,
      steps: [
        [at],
        [(r) => r.write('A'), ['write', 'A\n']],
        [(r) => r.receive('BYE\n')],
        [(r) => r.eof(), ['destroy'], ['settle', 'A', 'ConnectionEOFError']],
      ],
    },
    {
      title: 'that stops a stream, and is answered before the look is over, over TLS, ends what may still come',
      settings: { ...settings, address: secure },
      steps: [
        [(r) => r.stream({ credit: 9, stopping: 'STOP?' })],
        [at],
        [(r) => r.cancel('stream'), ['settle', 'stream'], ['write', 'STOP?\n']],
        [(r) => r.receive('ok\n'), ['stray', 'ok\n']],
        [(r) => r.fire()],
        [(r) => r.ask('A?')],
        [(r) => r.advance(100), ['write', 'A?\n']],
      ],
    },
    {
      title: 'of a transaction that is aborted is done: it is out',
      settings,
      steps: [
        [at],
        [(r) => r.begin('talk'), ['granted', 'talk']],
        [(r) => r.write('A', { session: r.talk('talk') }), ['write', 'A\n']],
        [
          (r) => r.turn(() => r.machine.abort([r.talk('talk')], 'enough')),
          ['settle', 'A'],
          ['refused', 'talk', 'AbortError'],
        ],
      ],
    },
    {
      title: 'whose peer had closed meanwhile is lost, and not in silence',
      settings,
      steps: [
        [at],
        [(r) => r.write('A'), ['write', 'A\n']],
        [(r) => r.eof(), ['destroy'], ['settle', 'A', 'ConnectionEOFError']],
        [(r) => r.write('B'), ['connect']],
        [(r) => r.connected(), ['write', 'B\n'], ['settle', 'B']],
      ],
    },
    {
      title: 'goes out again on the next connection where it may, in its place',
      settings: { ...settings, pipeline: 2 },
      steps: [
        [at],
        [(r) => r.write('A', { retries: 1 }), ['write', 'A\n']],
        [(r) => r.write('B', { retries: 1 }), ['write', 'B\n']],
        [(r) => r.ask('C?')],
        [(r) => r.lost()],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'A\n'], ['write', 'B\n'], ['write', 'C?\n'], ['settle', 'A'], ['settle', 'B']],
      ],
    },
    {
      title: 'that was out is not taken back when the next finds the socket dead',
      settings,
      steps: [
        [at],
        [(r) => r.write('A'), ['write', 'A\n']],
        [(r) => Object.assign(r, { dead: true }).write('B'), ['write', 'B\n'], ['settle', 'A', 'ConnectionLostError']],
        [(r) => r.advance(0), ['connect']],
        [(r) => r.connected(), ['write', 'B\n'], ['settle', 'B']],
      ],
    },
    {
      title: 'is done when it is given up meanwhile: it is out',
      settings,
      steps: [
        [at],
        [(r) => r.write('A'), ['write', 'A\n']],
        [(r) => r.write('B'), ['write', 'B\n']],
        [(r) => r.abort('A'), ['settle', 'A']],
        [(r) => r.turn(() => r.machine.close()), ['settle', 'B'], ['end']],
      ],
    },
    {
      title: 'is waited for by its transaction',
      settings,
      steps: [
        [at],
        [(r) => r.begin('talk'), ['granted', 'talk']],
        [(r) => r.write('A', { session: r.talk('talk') }), ['write', 'A\n']],
        [(r) => r.write('B')],
        [(r) => r.end('talk')],
        [(r) => r.fire(), ['settle', 'A'], ['write', 'B\n'], ['settle', 'B']],
      ],
    },
    {
      title: 'of a transaction is lost with it',
      settings,
      steps: [
        [at],
        [(r) => r.begin('talk'), ['granted', 'talk']],
        [(r) => r.write('A', { session: r.talk('talk') }), ['write', 'A\n']],
        [(r) => r.eof(), ['destroy'], ['settle', 'A', 'ConnectionEOFError']],
      ],
    },
    {
      title: 'that was made just before is done as soon as it is out, however long that takes',
      settings,
      steps: [
        [(r) => Object.assign(r, { blocks: true }).write('A'), ['write', 'A\n']],
        [(r) => r.busy(300).turn(() => r.machine.drained(r.outputs.epoch)), ['settle', 'A']],
      ],
    },
    {
      title: 'is done at once where the socket is never looked at',
      steps: [[at], [(r) => r.write('A'), ['write', 'A\n'], ['settle', 'A']]],
    },
  ])

  it('says that it may have been sent', () => {
    const r = rig(settings).open()
    r.advance(30)
    const call = r.write('A')
    r.eof()
    expect(call.error).toMatchObject({ code: 'SOCKIO_CONNECTION_EOF', phase: 'writing', sent: 'maybe' })
  })
})

describe('limits, while a look is awaited', () => {
  /** After a while, these are asked, and the program computes until the limits of 50 ms are long over. */
  const asked = (...asks: readonly ((r: Rig) => unknown)[]) => {
    return (r: Rig) => {
      r.advance(30)
      for (const ask of asks) ask(r)
      r.busy(300)
    }
  }
  const timeout = 50

  scenarios([
    {
      title: 'run on behind it: of the request, and of what stands behind',
      settings: { ...settings, pipeline: 2 },
      steps: [
        [
          asked(
            (r) => r.ask('A?', { timeout }),
            (r) => r.busy(150).ask('B?', { timeout }),
            (r) => r.busy(150).read({ timeout }),
          ),
        ],
        [(r) => r.fire(), ['write', 'A?\n'], ['write', 'B?\n']],
        [(r) => r.advance(49)],
        [(r) => r.receive('1\n2\n3\n'), ['reply', 'A?', '1\n'], ['reply', 'B?', '2\n'], ['reply', 'read', '3\n']],
      ],
    },
    {
      title: 'have run on where only writes wait for it, which have gone out',
      settings,
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.read({ timeout })],
        [(r) => r.write('W'), ['write', 'W\n']],
        [(r) => r.busy(300).fire(), ['settle', 'W'], ['settle', 'read', 'TimeoutError']],
      ],
    },
    {
      title: 'run on behind it: of the transaction that asks',
      settings,
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.begin('talk', timeout), ['granted', 'talk']],
        [(r) => r.ask('A?', { session: r.talk('talk') })],
        [(r) => r.busy(300).fire(), ['write', 'A?\n']],
        [(r) => r.advance(49)],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'run on behind it: of a transaction that waits for its turn',
      settings,
      steps: [
        [
          asked(
            (r) => r.ask('A?'),
            (r) => r.begin('talk', timeout),
            (r) => r.busy(150).write('W'),
          ),
        ],
        [(r) => r.fire(), ['write', 'A?\n']],
        [(r) => r.advance(49)],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n'], ['granted', 'talk']],
        [(r) => r.advance(0)],
        [(r) => r.advance(1), ['refused', 'talk', 'TimeoutError'], ['write', 'W\n'], ['settle', 'W']],
      ],
    },
    {
      title: 'run on behind it: of the attempt whose hook asks',
      settings: { ...settings, hook: true, connectionTimeout: 80 },
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.ask('A?', { session: r.hook })],
        [(r) => r.busy(300).fire(), ['write', 'A?\n']],
        [(r) => r.advance(49)],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'run on behind what comes meanwhile, of plain TCP',
      settings: { ...settings, hook: true, connectionTimeout: 80 },
      steps: [
        [(r) => r.advance(30)],
        [(r) => r.ask('A?', { session: r.hook })],
        [(r) => r.busy(300).receive('T=21.5\n'), ['stray', 'T=21.5\n'], ['write', 'A?\n']],
        [(r) => r.advance(49)],
        [(r) => r.receive('1\n'), ['reply', 'A?', '1\n']],
      ],
    },
    {
      title: 'run on behind it: of a stream that is to be started',
      settings,
      steps: [
        [asked((r) => r.stream({ start: 'GO', timeout, credit: 9 }))],
        [(r) => r.fire(), ['write', 'GO\n']],
        [(r) => r.advance(49)],
        [(r) => r.receive('1\n'), ['frame', 'stream', '1\n']],
      ],
    },
  ])

  it('are not prolonged: what was waited before counts, and one that began meanwhile is as long as it is', () => {
    const r = rig(settings).open()
    r.begin('talk')
    r.ask('WAITS?', { timeout: 100 })
    r.advance(60).end('talk')
    r.busy(300).ask('BEGAN?', { timeout: 30 })
    r.fire().take()
    r.advance(29)
    expect(r.take()).toEqual([])
    r.advance(1)
    expect(r.take()).toEqual([['settle', 'BEGAN?', 'TimeoutError']])
    r.advance(9)
    expect(r.take()).toEqual([])
    r.advance(1)
    expect(r.take()).toEqual([['settle', 'WAITS?', 'TimeoutError'], ['destroy']])
  })

  it('are not prolonged by what else is asked while a request waits for its gap', () => {
    const r = rig({ ...settings, pacing: 1000 }).open()
    r.ask('A?')
    r.receive('1\n').advance(100)
    const call = r.ask('B?', { timeout })
    for (let i = 0; i < 2; i++) {
      r.advance(25)
      r.ask(`C${i}?`)
    }
    expect(call.error?.code).toBe('SOCKIO_TIMEOUT')
  })
})

describe('maxQueue', () => {
  it('counts no request that is asked as soon as the socket was looked at', () => {
    const r = rig({ ...settings, maxQueue: 1, pipeline: 2 }).open()
    r.advance(30)
    for (const name of ['A?', 'B?', 'C?', 'D?']) r.ask(name)
    expect(r.take()).toEqual([['settle', 'D?', 'QueueFullError']])
    r.fire()
    expect(r.take()).toEqual([
      ['write', 'A?\n'],
      ['write', 'B?\n'],
    ])
    r.ask('E?')
    expect(r.take()).toEqual([['settle', 'E?', 'QueueFullError']])
  })

  it('counts those that wait behind a transaction whose request does', () => {
    const r = rig({ ...settings, maxQueue: 1 }).open()
    r.advance(30).begin('talk')
    r.ask('A?', { session: r.talk('talk') })
    r.ask('B?')
    r.ask('C?')
    expect(r.take()).toEqual([
      ['granted', 'talk'],
      ['settle', 'C?', 'QueueFullError'],
    ])
  })
})
