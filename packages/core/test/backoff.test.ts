/** Backoff: each delay within its bounds, for every policy, attempt and chance. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoff, endless } from '../src/index.ts'

const error = new Error('refused')
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('backoff', () => {
  it('stays within its bounds', () => {
    const policy = fc.record({
      retries: fc.nat(5000),
      minDelay: fc.integer({ min: 0, max: 1000 }),
      maxDelay: fc.integer({ min: 0, max: 100_000 }),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      jitter: fc.oneof(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })),
    })
    fc.assert(
      fc.property(policy, fc.integer({ min: 1, max: 6000 }), chance, (policy, attempt, random) => {
        const delay = backoff(policy)(attempt, random, error)
        if (attempt > policy.retries) expect(delay).toBe(false)
        else {
          const most = Math.min(
            policy.maxDelay,
            policy.minDelay === 0 ? 0 : policy.minDelay * policy.factor ** (attempt - 1),
          )
          const share = policy.jitter === true ? 1 : Number(policy.jitter)
          expect(delay).toBeGreaterThanOrEqual(most * (1 - share) * (1 - 1e-9))
          expect(delay).toBeLessThanOrEqual(most)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('by default makes one attempt', () => {
    expect(backoff()(1, 0, error)).toBe(false)
    expect(backoff({})(1, 0, error)).toBe(false)
  })

  it('doubles from 100 ms to 30 s, for ever where it may', () => {
    const delays = Array.from({ length: 11 }, (_, i) => endless(i + 1, 0, error))
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000])
    expect(endless(100_000, 0.5, error)).toBe(15_000)
  })

  it('full jitter is the default, and can be turned down or off', () => {
    const delay = (jitter?: number | boolean) =>
      backoff({ retries: 1, ...(jitter !== undefined && { jitter }) })(1, 0.5, error)
    expect(delay()).toBe(50)
    expect(delay(true)).toBe(50)
    expect(delay(0.2)).toBe(90)
    expect(delay(false)).toBe(100)
  })

  it('a function of one’s own decides; what is no delay stops', () => {
    const seen: unknown[] = []
    const own = backoff((attempt, cause) => {
      seen.push([attempt, cause])
      return attempt * 7
    })
    expect(own(3, 0.5, error)).toBe(21)
    expect(seen).toEqual([[3, error]])
    expect(backoff(() => false)(1, 0, error)).toBe(false)
    expect(backoff(() => -1)(1, 0, error)).toBe(false)
    expect(backoff(() => Number.NaN)(1, 0, error)).toBe(false)
    expect(backoff(() => Number.POSITIVE_INFINITY)(1, 0, error)).toBe(false)
    expect(backoff(() => 0)(1, 0, error)).toBe(0)
  })
})
