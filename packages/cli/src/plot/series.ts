/** What was measured lately: a time and a few values each. */

/** A time in ms since 1970, and the value of each series then; NaN where there is none. */
export interface Point {
  readonly time: number
  readonly values: readonly number[]
}

/** More are not kept: the oldest go. */
const MOST_POINTS = 50_000
const MOST_SERIES = 8
/** Ms from one point to the next. */
const LEAST = 0.001

export class Series {
  #points: Point[] = []
  /** Series so far: the longest line decides. */
  count = 0

  get points(): readonly Point[] {
    return this.#points
  }

  /** Times grow, also where several lines came in the same ms, or the clock was put back. */
  push(time: number, values: readonly number[]): Point {
    const before = this.#points.at(-1)?.time ?? Number.NEGATIVE_INFINITY
    const point = { time: Math.max(time, before + LEAST), values: values.slice(0, MOST_SERIES) }
    this.count = Math.max(this.count, point.values.length)
    // Twice the limit at most: cutting back is rare, and costs little for each point.
    if (this.#points.push(point) >= 2 * MOST_POINTS) this.#points = this.#points.slice(-MOST_POINTS)
    return point
  }

  /** The connection is gone: a line drawn across would tell of values that nobody has seen. */
  interrupt(time: number): Point | undefined {
    if (this.#points.at(-1)?.values.some((value) => !Number.isNaN(value)) !== true) return undefined
    return this.push(time, new Array<number>(this.count).fill(Number.NaN))
  }
}

/** What is said of the values of one series. */
export interface Summary {
  readonly last: number
  readonly min: number
  readonly max: number
  readonly mean: number
}

/** Of series `index`, over the points given; undefined when it has no value among them. */
export function summarise(points: readonly Point[], index: number): Summary | undefined {
  let [last, min, max, sum, n] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  for (const { values } of points) {
    const value = values[index] ?? Number.NaN
    if (Number.isNaN(value)) continue
    last = value
    min = Math.min(min, value)
    max = Math.max(max, value)
    sum += value
    n++
  }
  return n === 0 ? undefined : { last, min, max, mean: sum / n }
}

/** The names of so many series: the queries, also those asked in one line, where there are as many. */
export function seriesNames(queries: readonly string[], count: number): string[] {
  const asked = queries.flatMap((query) => query.split(';').map((part) => part.trim()))
  if (asked.length === count) return asked
  return Array.from({ length: count }, (_, i) => (count === 1 ? 'value' : `value ${i + 1}`))
}
