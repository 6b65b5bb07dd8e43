/** What depends on time, under virtual time: `poll` and `queryEach`. */
import { map, type Observable, of, retry, type SchedulerLike, take, throwError, timer } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import { poll, queryEach } from '../src/index.ts'

const virtual = () => new TestScheduler((actual, expected) => expect(actual).toEqual(expected))

/** An instrument that takes so many ms for its nth reply, which is the request and its number. */
function slow(delays: readonly number[]) {
  const asked: string[] = []
  const query = (text: string): Observable<string> => {
    const n = asked.push(text) - 1
    const delay = delays[n] ?? 0
    return delay === 0 ? of(`${text}${n}`) : timer(delay).pipe(map(() => `${text}${n}`))
  }
  return { asked, query }
}

/** `a` stands for the reply `x0`, `b` for `x1`, and so on. */
const replies = Object.fromEntries([...'abcdefgh'].map((letter, n) => [letter, `x${n}`]))

describe('poll', () => {
  test('asks at once, and then on each tick', () => {
    const scheduler = virtual()
    scheduler.run(({ expectObservable }) => {
      const polled = poll(slow([]), 'x', 10, { scheduler })
      expectObservable(polled, '^ 35ms !').toBe('a 9ms b 9ms c 9ms d', replies)
    })
  })

  test('keeps to the grid, however long a reply takes within its tick', () => {
    const scheduler = virtual()
    scheduler.run(({ expectObservable }) => {
      const polled = poll(slow([3, 7, 1, 9]), 'x', 10, { scheduler })
      expectObservable(polled, '^ 38ms !').toBe('3ms a 13ms b 3ms c', replies)
    })
  })

  test('skips the ticks that a slow instrument has missed, and never overlaps', () => {
    const scheduler = virtual()
    scheduler.run(({ expectObservable }) => {
      const polled = poll(slow([25, 4, 0]), 'x', 10, { scheduler })
      // asked at 0, 30 and 40: the ticks at 10 and 20 are gone
      expectObservable(polled, '^ 45ms !').toBe('25ms a 8ms b 5ms c', replies)
    })
  })

  test('a reply that comes exactly on a tick is followed by the next request at once', () => {
    const scheduler = virtual()
    scheduler.run(({ expectObservable }) => {
      const polled = poll(slow([10, 20, 5]), 'x', 10, { scheduler })
      expectObservable(polled, '^ 39ms !').toBe('10ms a 19ms b 4ms c', replies)
    })
  })

  test('a timer that rings a little early does not ring twice for one tick', () => {
    const scheduler = virtual()
    scheduler.run(({ expectObservable, flush }) => {
      const early: SchedulerLike = {
        now: () => Math.max(0, scheduler.now() - 1),
        schedule: scheduler.schedule.bind(scheduler),
      }
      const instrument = slow([])
      // its clock is 1 ms behind: rung for the tick at 10 it shows 9, and the next tick is the one at 20
      expectObservable(poll(instrument, 'x', 10, { scheduler: early }), '^ 28ms !').toBe('a 9ms b 10ms c', replies)
      flush()
      expect(instrument.asked).toHaveLength(3)
    })
  })

  const failing = () => {
    let n = 0
    return () => (n++ % 3 === 2 ? throwError(() => 'lost') : of(n))
  }

  test('ends with the first error', () => {
    const scheduler = virtual()
    scheduler.run(({ expectObservable }) => {
      const polled = poll(failing(), (ask) => ask(), 10, { scheduler })
      expectObservable(polled).toBe('a 9ms b 9ms #', { a: 1, b: 2 }, 'lost')
    })
  })

  test('retry() begins a new grid', () => {
    const scheduler = virtual()
    scheduler.run(({ expectObservable }) => {
      const polled = poll(failing(), (ask) => ask(), 10, { scheduler }).pipe(retry({ delay: () => timer(3) }))
      expectObservable(polled, '^ 35ms !').toBe('a 9ms b 12ms d 9ms e', { a: 1, b: 2, d: 4, e: 5 })
    })
  })

  test('unsubscribing cancels the request under way', () => {
    const scheduler = virtual()
    scheduler.run(({ cold, expectObservable, expectSubscriptions }) => {
      const reply = cold('-----(a|)')
      const polled = poll({ query: () => reply }, 'x', 10, { scheduler })
      expectObservable(polled, '^ 12ms !').toBe('-----a-------')
      expectSubscriptions(reply.subscriptions).toBe(['^----!', '10ms ^--!'])
    })
  })

  test('each subscription is a poll of its own', () => {
    const scheduler = virtual()
    scheduler.run(({ expectObservable }) => {
      const instrument = slow([])
      const polled = poll(instrument, 'x', 10, { scheduler }).pipe(map(() => instrument.asked.length))
      expectObservable(polled, '^ 15ms !').toBe('a 9ms c', { a: 1, c: 3 })
      expectObservable(polled, '5ms ^ 6ms !').toBe('5ms b', { b: 2 })
    })
  })

  test('a wrong period is named', () => {
    const sock = slow([])
    for (const period of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => poll(sock, 'x', period)).toThrow(/^period: .* got (0|-1|NaN|Infinity)$/)
    }
    expect(() => poll(sock, 'x', '10' as unknown as number)).toThrow(TypeError)
    expect(sock.asked).toEqual([])
  })

  test('what the function of a request throws is its error', () => {
    const mine = new Error('mine')
    const thrown = () => {
      throw mine
    }
    let seen: unknown
    poll(undefined, thrown, 10).subscribe({
      error: (error: unknown) => {
        seen = error
      },
    })
    expect(seen).toBe(mine)
  })
})

describe('queryEach', () => {
  test('one after the other, replies in the order of the texts', () => {
    virtual().run(({ cold, expectObservable }) => {
      const instrument = slow([5, 1, 2])
      const asked = cold('xyz|').pipe(queryEach(instrument))
      expectObservable(asked).toBe('-----ab-(c|)', { a: 'x0', b: 'y1', c: 'z2' })
    })
  })

  test('does not ask before the reply to the text ahead', () => {
    virtual().run(({ cold, expectObservable, flush }) => {
      const instrument = slow([5, 5, 5])
      expectObservable(cold('xyz|').pipe(queryEach(instrument)), '^------!').toBe('-----a--', { a: 'x0' })
      flush()
      expect(instrument.asked).toEqual(['x', 'y'])
    })
  })

  test('the first failure ends it, and what waits is not asked', () => {
    virtual().run(({ cold, expectObservable, flush }) => {
      const asked: string[] = []
      const query = (text: string): Observable<string> => {
        asked.push(text)
        return text === 'y' ? cold<string>('--#', {}, 'no') : cold<string>('--(r|)', { r: text })
      }
      expectObservable(cold('xyz|').pipe(queryEach({ query }))).toBe('--x-#', { x: 'x' }, 'no')
      flush()
      expect(asked).toEqual(['x', 'y'])
    })
  })

  test('hands the options on', () => {
    const seen: unknown[] = []
    const query = (text: string, options?: object) => {
      seen.push(options)
      return of(text)
    }
    const options = { timeout: 5 }
    of('x', 'y').pipe(queryEach({ query }, options), take(2)).subscribe()
    expect(seen).toEqual([options, options])
  })
})
