/** Quantiles of what was measured. */

/** @param share 0.5 for the median */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** A bar for each bin, as text. */
export function histogram(values: readonly number[], edges: readonly number[], unit: string): string {
  const WIDTH = 50
  const counts = edges.map((from, i) => values.filter((v) => v >= from && v < (edges[i + 1] ?? Infinity)).length)
  const most = Math.max(1, ...counts)
  const label = (i: number) => `${edges[i]}..${edges[i + 1] ?? ''} ${unit}`
  const width = Math.max(...edges.map((_, i) => label(i).length))
  return counts
    .map((n, i) => `${label(i).padStart(width)} ${String(n).padStart(6)} ${'#'.repeat(Math.ceil((n / most) * WIDTH))}`)
    .join('\n')
}
