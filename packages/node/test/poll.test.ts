/** Polls under a clock that the test moves: no overlap, no drift, and ticks that are missed are skipped. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkAsked, checkPoll, Poll, Ticks } from '../src/index.ts'
import { ManualTime } from './manual-time.ts'

/** Asks as a poll does: what it did, and when. */
function polled(time: ManualTime, period: number, signal?: AbortSignal) {
  const asked: number[] = []
  const log: unknown[] = []
  let reply: ((value: string) => void) | undefined
  let fail: ((error: unknown) => void) | undefined
  const poll = new Poll<string>(
    (value, failed) => {
      asked.push(time.now())
      reply = value
      fail = failed
    },
    period,
    signal,
    time,
  )
  return {
    poll,
    asked,
    log,
    /** Wants one more. */
    next: () =>
      poll.next({
        onValue: (value) => log.push(value),
        onEnd: (failure) => log.push(failure === undefined ? 'end' : failure.error),
      }),
    reply: (value = 'r') => reply?.(value),
    fail: (error: unknown) => fail?.(error),
  }
}

it('asks at once, and then at the ticks where a reply is wanted', () => {
  const time = new ManualTime()
  const of = polled(time, 100)
  expect(of.asked).toEqual([])
  const start = time.now()
  for (let tick = 0; tick < 4; tick++) {
    of.next()
    time.move(tick === 0 ? 0 : 100)
    of.reply()
  }
  expect(of.asked.map((at) => at - start)).toEqual([0, 100, 200, 300])
  time.move(1000)
  expect(of.asked.length).toBe(4) // nobody wants more
})

it('skips the ticks that a slow instrument has missed, and stays on the grid', () => {
  const time = new ManualTime()
  const of = polled(time, 100)
  const start = time.now()
  of.next()
  of.next()
  of.next()
  time.move(250) // the first takes that long
  expect(of.asked.length).toBe(1)
  of.reply()
  time.move(50)
  of.reply()
  time.move(100)
  expect(of.asked.map((at) => at - start)).toEqual([0, 300, 400])
})

it('skips the ticks that a slow consumer has missed', () => {
  const time = new ManualTime()
  const of = polled(time, 100)
  const start = time.now()
  of.next()
  of.reply()
  time.move(150)
  of.next()
  expect(of.asked.length).toBe(1)
  time.move(50)
  expect(of.asked.map((at) => at - start)).toEqual([0, 200])
})

it('a failure ends it for the one who waited first, and the others just end', () => {
  const time = new ManualTime()
  const of = polled(time, 100)
  of.next()
  of.next()
  const error = new Error('lost')
  of.fail(error)
  of.next()
  expect(of.log).toEqual([error, 'end', 'end'])
  expect([of.poll.ended, time.waiting]).toEqual([true, 0])
})

it('leaving takes the timer away, and drops the reply that is under way', () => {
  const time = new ManualTime()
  const of = polled(time, 100)
  of.next()
  of.reply('first')
  of.next()
  expect(time.waiting).toBe(1)
  of.poll.leave()
  expect([of.log, time.waiting]).toEqual([['first', 'end'], 0])
  const other = polled(time, 100)
  other.next()
  other.poll.leave()
  other.reply('late')
  other.fail(new Error('late'))
  expect(other.log).toEqual(['end'])
})

it('a signal that is aborted has it ask at once, and is listened to only while a tick is waited for', () => {
  const time = new ManualTime()
  const control = new AbortController()
  const of = polled(time, 100, control.signal)
  of.next()
  of.reply()
  of.next()
  control.abort()
  expect(of.asked.length).toBe(2)
  expect(time.waiting).toBe(0)
  of.reply()
  of.next()
  expect(of.asked.length).toBe(3)
})

it('whenever it is looked, the next tick is the first on the grid that was not given yet', () => {
  const period = fc.double({ min: 0.1, max: 1e6, noNaN: true })
  const steps = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(period, steps, (ms, moves) => {
      const ticks = new Ticks(ms, 1000)
      let now = 1000
      let last = 0
      for (const move of moves) {
        now += move * ms
        const wait = ticks.wait(now)
        expect(wait).toBeGreaterThanOrEqual(0)
        const tick = (now + wait - 1000) / ms
        const whole = Math.round(tick)
        expect(Math.abs(tick - whole)).toBeLessThan(1e-6 * Math.max(1, whole))
        expect(whole).toBe(Math.max(last + 1, Math.ceil((now - 1000) / ms)))
        last = whole
      }
    }),
  )
})

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])('the period %s is refused', (period) => {
  expect(() => checkPoll('Q?', period)).toThrow(/^period: .* got /)
})

it.each([[null], [undefined], ['scope.lab'], [{}]])('%j is none to ask', (sock) => {
  expect(() => checkAsked(sock, 'Q?')).toThrow(/^sock: expected a socket or a session, got /)
})

it('a function may ask whom it likes', () => {
  expect(() => checkAsked(undefined, () => undefined)).not.toThrow()
})
