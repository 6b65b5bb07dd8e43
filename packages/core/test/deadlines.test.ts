/** The heap of deadlines against a plain list. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Deadlines, type Timed } from '../src/deadlines.ts'

const NEVER = Number.POSITIVE_INFINITY
const items = 12

const action = fc.oneof(
  fc.record({ do: fc.constant('set' as const), item: fc.nat(items - 1), at: fc.oneof(fc.nat(50), fc.constant(NEVER)) }),
  fc.record({ do: fc.constant('delete' as const), item: fc.nat(items - 1), at: fc.constant(0) }),
  fc.record({ do: fc.constant('expire' as const), item: fc.constant(0), at: fc.nat(50) }),
)

describe('Deadlines', () => {
  it('does what a list of deadlines does', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const deadlines = new Deadlines<Timed>()
        const all = Array.from({ length: items }, (): Timed => ({ deadline: NEVER, slot: -1 }))
        const model = new Map<Timed, number>()
        const nearest = () => Math.min(NEVER, ...model.values())
        for (const step of actions) {
          const item = all[step.item] as Timed
          if (step.do === 'expire') {
            for (const due of deadlines.takeExpired(step.at)) {
              expect(model.get(due)).toBe(nearest())
              model.delete(due)
            }
            expect(nearest()).toBeGreaterThan(step.at)
          } else if (step.do === 'delete' || step.at === NEVER) {
            if (step.do === 'delete') deadlines.delete(item)
            else deadlines.set(item, NEVER)
            model.delete(item)
          } else {
            deadlines.set(item, step.at)
            model.set(item, step.at)
          }
          expect(deadlines.nearest).toBe(nearest())
          for (const each of all) expect(each.slot >= 0).toBe(model.has(each))
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('gives what is due in the order of the deadlines', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 200 }), (times) => {
        const deadlines = new Deadlines<Timed>()
        for (const at of times) deadlines.set({ deadline: NEVER, slot: -1 }, at)
        expect(deadlines.takeExpired(-1)).toEqual([])
        const order = deadlines.takeExpired(1000).map(({ deadline }) => deadline)
        expect(order).toEqual(times.toSorted((a, b) => a - b))
      }),
    )
  })
})
