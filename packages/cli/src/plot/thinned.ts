/** A long past, as points that a screen can show. */
import type { Point } from './series.ts'

/** The newest are kept, each of them. */
const FULL = 20_000
/** Of the others about as many: more than a screen has columns. */
const THIN = 8000

/** The newest points, and of each stretch before them the least and the greatest of each series: no peak is lost, and no gap. */
export function thinned(points: readonly Point[], series: number): readonly Point[] {
  const old = points.length - FULL
  if (old <= THIN) return points
  const size = Math.ceil((old / THIN) * (2 * series + 1))
  const kept: Point[] = []
  for (let from = 0; from < old; from += size) kept.push(...extremes(points, from, Math.min(old, from + size), series))
  return [...kept, ...points.slice(old)]
}

function extremes(points: readonly Point[], from: number, to: number, series: number): Point[] {
  const indices = new Set<number>()
  for (let column = 0; column < series; column++) {
    let [least, greatest, min, max] = [-1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let i = from; i < to; i++) {
      const value = points[i]?.values[column] ?? Number.NaN
      if (value < min) [least, min] = [i, value]
      if (value > max) [greatest, max] = [i, value]
    }
    if (least >= 0) indices.add(least).add(greatest)
  }
  const gap = points.slice(from, to).findIndex(({ values }) => values.every(Number.isNaN))
  if (gap >= 0) indices.add(from + gap)
  return [...indices].sort((a, b) => a - b).flatMap((i) => points[i] ?? [])
}
