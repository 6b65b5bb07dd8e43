/** The points that the page has, and what is said of them. */
import type { WirePoint } from './messages.ts'

const MOST_POINTS = 100_000

export interface Reading {
  readonly last: number
  readonly min: number
  readonly max: number
  readonly mean: number
}

export class Store {
  names: readonly string[] = []
  points: WirePoint[] = []
  /** The time of the last point that is looked at. */
  end = Number.POSITIVE_INFINITY

  replace(names: readonly string[], points: readonly WirePoint[]): void {
    this.names = names
    this.points = [...points]
  }

  add(names: readonly string[], points: readonly WirePoint[]): void {
    this.names = names
    this.points.push(...points)
    if (this.points.length > 2 * MOST_POINTS) this.points = this.points.slice(-MOST_POINTS)
  }

  /** Index of the first point at or after `time`; or, with `after`, of the first after it. */
  indexAt(time: number, after = false): number {
    let [low, high] = [0, this.points.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const found = this.points[middle]?.[0] ?? 0
      if (found < time || (after && found === time)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Index of the first point after `time`, or of so many behind it; but not beyond the end. */
  #indexAfter(time: number, more = 0): number {
    return Math.min(this.indexAt(time, true) + more, this.indexAt(this.end, true))
  }

  /** The points to draw between two times, and one more on each side, so that the lines reach the edges. */
  between(from: number, to: number): WirePoint[] {
    return this.points.slice(Math.max(0, this.indexAt(from) - 1), this.#indexAfter(to, 1))
  }

  /** Of series `index` between two times. */
  reading(index: number, from: number, to: number): Reading | undefined {
    let [last, min, max, sum, n] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
    for (let i = this.indexAt(from), end = this.#indexAfter(to); i < end; i++) {
      const value = this.points[i]?.[index + 1] ?? null
      if (value === null) continue
      last = value
      min = Math.min(min, value)
      max = Math.max(max, value)
      sum += value
      n++
    }
    return n === 0 ? undefined : { last, min, max, mean: sum / n }
  }
}
