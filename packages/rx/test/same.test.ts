/** What counts as a change. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { same } from '../src/same.ts'

it('of what JSON can say, what is deeply and strictly equal', () => {
  const small = fc.jsonValue({ maxDepth: 2 })
  fc.assert(fc.property(small, (value) => same(value, structuredClone(value))))
  fc.assert(fc.property(small, small, (one, other) => same(one, other) === isDeepStrictEqual(one, other)))
})

it.each([
  [Number.NaN, Number.NaN, true],
  [0, -0, false],
  [1, '1', false],
  [undefined, null, false],
  [[], {}, false],
  [[1], [1, 2], false],
  [{ a: undefined }, { b: undefined }, false],
  [{ low: 0, high: [1, 2] }, { high: [1, 2], low: 0 }, true],
  [{ low: 0, high: [1, 2] }, { high: [1, 3], low: 0 }, false],
  [Float32Array.of(1, 2), Float32Array.of(1, 2), true],
  [Float32Array.of(1, 2), Float32Array.of(1, 3), false],
  [Float32Array.of(1, 2), Float64Array.of(1, 2), false],
  [Float32Array.of(1), Float32Array.of(1, 2), false],
  [new Date(0), new Date(1), false],
  [new DataView(new ArrayBuffer(1)), new DataView(new ArrayBuffer(2)), false],
])('%o and %o: %s', (one, other, result) => {
  expect(same(one, other)).toBe(result)
  expect(same(other, one)).toBe(result)
})
