/** Many times in ms: percentiles, and a histogram that shows short and long ones alike. */

export interface Summary {
  readonly min: number
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

export interface Bucket {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** The least value that at least the share `q` of the sorted ones does not exceed (nearest rank). */
function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

/** Of at least one time. */
export function summarise(times: readonly number[]): Summary {
  const sorted = Float64Array.from(times).sort()
  const at = (q: number) => quantile(sorted, q)
  const mean = sorted.reduce((sum, time) => sum + time, 0) / sorted.length
  return { min: at(0), mean, p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: at(1) }
}

/** Bounds of 1, 2 and 5 times powers of ten, in steps between that make about ten buckets for each factor of ten. */
const STEPS = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8]
const MOST_BUCKETS = 20

/** The bound at or below `time`, as its number: ten to each power of ten. */
function boundBelow(time: number): number {
  const power = Math.floor(Math.log10(time))
  const rest = time / 10 ** power
  return power * STEPS.length + STEPS.findLastIndex((step) => step <= rest * (1 + 1e-9))
}

function bound(number: number): number {
  const power = Math.floor(number / STEPS.length)
  return Number(((STEPS[number - power * STEPS.length] ?? 1) * 10 ** power).toPrecision(3))
}

/** Counts between round bounds, on a logarithmic scale; wider buckets where the times are far apart. */
export function histogram(times: readonly number[]): Bucket[] {
  const numbers = times.map((time) => boundBelow(Math.max(time, 1e-4)))
  const first = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const last = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const width = Math.ceil((last - first + 1) / MOST_BUCKETS)
  const counts = new Array<number>(Math.ceil((last - first + 1) / width)).fill(0)
  for (const number of numbers) {
    const bucket = Math.floor((number - first) / width)
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return counts.map((count, i) => ({ from: bound(first + i * width), to: bound(first + (i + 1) * width), count }))
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar of characters, to an eighth of one; what is not nothing shows. */
export function bar(share: number, width: number): string {
  const eighths = share > 0 ? Math.max(1, Math.round(share * width * 8)) : 0
  return '█'.repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? '')
}
