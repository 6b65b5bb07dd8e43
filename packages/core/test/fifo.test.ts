/** The queue against a plain array. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fifo } from '../src/fifo.ts'

const action = fc.tuple(fc.constantFrom('push', 'push', 'push', 'shift', 'shift', 'remove', 'unshift'), fc.nat(300))

function check(queue: Fifo<number>, array: readonly number[]): void {
  expect(queue.length).toBe(array.length)
  expect(queue.peek()).toBe(array[0])
  expect(queue.toArray()).toEqual(array)
}

describe('Fifo', () => {
  it('does what an array does', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300, size: 'max' }), (actions) => {
        const queue = new Fifo<number>()
        const array: number[] = []
        let fresh = 1000
        for (const [what, n] of actions) {
          if (what === 'push') {
            for (let i = 0; i < n % 50; i++) {
              queue.push(fresh)
              array.push(fresh++)
            }
          } else if (what === 'shift') {
            for (let i = 0; i < n % 70; i++) expect(queue.shift()).toBe(array.shift())
          } else if (what === 'unshift') {
            queue.unshift([fresh, fresh + 1])
            array.unshift(fresh++, fresh++)
          } else {
            const item = array[n] ?? -1
            const known = array.indexOf(item)
            if (known >= 0) array.splice(known, 1)
            expect(queue.includes(item)).toBe(known >= 0)
            expect(queue.some((other) => other === item)).toBe(known >= 0)
            expect(queue.remove(item)).toBe(known >= 0)
          }
          expect(queue.at(n)).toBe(array[n])
          check(queue, array)
        }
        expect(queue.drain()).toEqual(array)
        check(queue, [])
      }),
      { numRuns: 60 },
    )
  })

  it('shifts in constant time', () => {
    const queue = new Fifo<number>()
    for (let i = 0; i < 1_000_000; i++) queue.push(i)
    let sum = 0
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) sum += item
    expect(sum).toBe(499_999_500_000) // an array of this size would shift for minutes
  })

  it('removes the oldest in constant time: many who wait, and all are ended at once', () => {
    const queue = new Fifo<number>()
    const count = 300_000
    for (let i = 0; i < count; i++) queue.push(i)
    for (let i = 0; i < count; i++) if (!queue.remove(i)) expect.fail(`${i} was not there`)
    expect(queue.length).toBe(0) // a search or a copy of all for each would take minutes
  })

  it('removes in constant time behind one that stays, in the order of the calls and from behind', () => {
    const queue = new Fifo<number>()
    const count = 300_000
    for (const fromBehind of [false, true]) {
      for (let i = 0; i <= count; i++) queue.push(i)
      for (let i = 1; i <= count; i++) {
        const item = fromBehind ? count + 1 - i : i
        if (!queue.remove(item)) expect.fail(`${item} was not there`)
      }
      expect(queue.drain()).toEqual([0]) // a search or a copy of all for each would take minutes
    }
  })

  it('takes any number of items back', () => {
    const queue = new Fifo<number>()
    queue.unshift(Array.from({ length: 300_000 }, (_, i) => i))
    expect([queue.length, queue.peek(), queue.at(299_999)]).toEqual([300_000, 0, 299_999])
  })
})
