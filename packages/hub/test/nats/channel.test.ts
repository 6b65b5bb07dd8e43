/** The two ends of a session over a network that drops, with any pace of either: whole, in order, or an error. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Channel, PIECE, WINDOW } from '../../src/nats/channel.ts'
import { encode, Kind } from '../../src/nats/frame.ts'

/** One end, what it has heard, and what is on its way from it. */
class End {
  readonly sent: Uint8Array[] = []
  readonly events: string[] = []
  readonly bytes: Buffer[] = []
  other: End | undefined
  readonly channel = new Channel({
    publish: (frame) => this.sent.push(frame),
    received: (bytes) => this.bytes.push(Buffer.from(bytes)),
    drained: () => this.events.push('drained'),
    finished: () => this.events.push('finished'),
    closed: (error) => this.events.push(error === undefined ? 'closed' : `closed: ${error.message}`),
  })

  get text(): string {
    return Buffer.concat(this.bytes).toString('latin1')
  }

  /** Lets one message arrive at the other end; false when there is none. */
  carry(): boolean {
    const frame = this.sent.shift()
    if (frame !== undefined) this.other?.channel.receive(frame)
    return frame !== undefined
  }
}

function pair(): [End, End] {
  const a = new End()
  const b = new End()
  a.other = b
  b.other = a
  return [a, b]
}

function settle(...ends: End[]): void {
  while (ends.map((end) => end.carry()).includes(true)) {
    // what one says makes the other speak
  }
}

describe('a session', () => {
  it('carries bytes both ways, and a goodbye behind them', () => {
    const [a, b] = pair()
    expect(a.channel.send(Buffer.from('*IDN?\n'))).toBe(true)
    a.channel.finish()
    settle(a, b)
    expect(b.text).toBe('*IDN?\n')
    expect(b.events).toEqual(['finished'])
    b.channel.send(Buffer.from('ACME\n'))
    b.channel.end()
    settle(a, b)
    expect(a.text).toBe('ACME\n')
    expect(a.events).toEqual(['closed'])
    expect(b.events).toEqual(['finished'])
  })

  it('sends what it was given, though that changes afterwards', () => {
    const [a, b] = pair()
    const large = Buffer.alloc(2 * WINDOW, 'x')
    a.channel.send(large)
    large.fill('y')
    settle(a, b)
    expect(b.text).toBe('x'.repeat(2 * WINDOW))
  })

  it('cuts what is large into pieces that NATS takes, and has no more under way than there is credit for', () => {
    const [a, b] = pair()
    b.channel.pause()
    expect(a.channel.send(Buffer.alloc(10 * WINDOW, 'x'))).toBe(false)
    expect(Math.max(...a.sent.map(({ length }) => length))).toBeLessThan(PIECE + 64)
    settle(a, b)
    const underWay = b.bytes.length
    expect(underWay).toBe(0)
    expect(a.sent).toEqual([])
    b.channel.resume()
    settle(a, b)
    expect(b.text.length).toBe(10 * WINDOW)
    expect(a.events).toEqual(['drained'])
  })

  it('counts short messages for what they cost: no end is flooded with empty words', () => {
    const [a, b] = pair()
    b.channel.pause()
    let out = 0
    while (a.channel.send(Buffer.from('x'))) out++
    expect(out).toBeLessThan(WINDOW / 100)
    expect(a.sent.length).toBe(out)
    settle(a, b)
    b.channel.resume()
    settle(a, b)
    expect(b.text.length).toBe(out + 1)
  })

  it('ends when a message is lost, and nothing of what came behind it is given', () => {
    const [a, b] = pair()
    a.channel.send(Buffer.from('1'))
    a.channel.send(Buffer.from('2'))
    a.channel.send(Buffer.from('3'))
    a.sent.splice(1, 1)
    settle(a, b)
    expect(b.text).toBe('1')
    expect(b.events).toEqual(['closed: a message was lost on its way'])
    expect(a.events).toEqual(['closed: a message was lost on its way'])
    expect(a.channel.open).toBe(false)
  })

  it('notices by the next sign of life that its last message was lost', () => {
    const [a, b] = pair()
    a.channel.send(Buffer.from('1'))
    a.sent.pop()
    a.channel.beat() // it has spoken since the last
    settle(a, b)
    expect(b.events).toEqual([])
    a.channel.beat()
    settle(a, b)
    expect(b.events).toEqual(['closed: a message was lost on its way'])
  })

  it('ends when a message comes twice', () => {
    const [a, b] = pair()
    a.channel.send(Buffer.from('1'))
    a.sent.push(a.sent[0] as Uint8Array)
    settle(a, b)
    expect(b.text).toBe('1')
    expect(b.events).toEqual(['closed: a message was lost on its way'])
  })

  it('gives what came before the end, paused or not', () => {
    const [a, b] = pair()
    a.channel.pause()
    b.channel.send(Buffer.from('late reply\n'))
    b.channel.end(new Error('the instrument is gone'))
    settle(a, b)
    expect(a.events).toEqual([])
    a.channel.resume()
    expect(a.text).toBe('late reply\n')
    expect(a.events).toEqual(['closed: the instrument is gone'])
  })

  it('ends in good order behind what still waits for credit', () => {
    const [a, b] = pair()
    a.channel.pause()
    b.channel.send(Buffer.alloc(3 * WINDOW, 'x'))
    b.channel.end()
    settle(a, b)
    a.channel.resume()
    settle(a, b)
    expect(a.text.length).toBe(3 * WINDOW)
    expect(a.events).toEqual(['closed'])
    expect(b.channel.open).toBe(false)
  })

  it('ends by itself when the other end gives no sign, and lives on while it does', () => {
    const [a, b] = pair()
    for (let beat = 0; beat < 100; beat++) {
      a.channel.beat()
      b.channel.beat()
      settle(a, b)
    }
    expect([a.events, b.events]).toEqual([[], []])
    for (let beat = 0; beat < 11; beat++) a.channel.beat()
    expect(a.events).toEqual(['closed: the other end gives no sign'])
  })

  it('ends when the other end sends more than it has credit for', () => {
    const [, b] = pair()
    b.channel.pause()
    const payload = Buffer.alloc(PIECE)
    for (let number = 1; b.channel.open; number++) {
      expect(number * PIECE).toBeLessThanOrEqual(WINDOW + PIECE)
      b.channel.receive(encode({ kind: Kind.data, number, taken: 0, payload }))
    }
    expect(b.events).toEqual(['closed: more came than there was credit for'])
  })

  it('takes no message that is none', () => {
    for (const message of [Buffer.alloc(0), Buffer.from('*IDN?\n'), Buffer.alloc(13, 0xff)]) {
      const [, b] = pair()
      b.channel.receive(message)
      expect(b.events).toEqual(['closed: a message came that is none of a session'])
    }
  })

  it('with any pace, pauses and losses: a prefix of what was sent, and an error unless it is all', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('send'), size: fc.integer({ min: 1, max: 300_000 }) }) },
      { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('carry', 'answer', 'pause', 'resume', 'beat') }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('lose', 'lose answer') }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [a, b] = pair()
        let sent = ''
        let lost = false
        for (const each of steps) {
          if (each.do === 'send' && a.channel.open) {
            const text = String(sent.length).padEnd('size' in each ? each.size : 1, '.')
            sent += text
            a.channel.send(Buffer.from(text))
          } else if (each.do === 'carry') a.carry()
          else if (each.do === 'answer') b.carry()
          else if (each.do === 'pause') b.channel.pause()
          else if (each.do === 'resume') b.channel.resume()
          else if (each.do === 'beat') {
            a.channel.beat()
            b.channel.beat()
          } else if (each.do === 'lose') lost = a.sent.shift() !== undefined || lost
          else lost = b.sent.shift() !== undefined || lost
        }
        b.channel.resume()
        for (let beat = 0; beat < 3; beat++) {
          a.channel.beat()
          b.channel.beat()
          settle(a, b)
        }
        expect(sent.startsWith(b.text)).toBe(true)
        if (b.text !== sent) {
          expect(lost).toBe(true)
          expect(
            b.events.some((event) => event.startsWith('closed:')) || a.events.some((e) => e.startsWith('closed:')),
          ).toBe(true)
        }
      }),
    )
  })
})
