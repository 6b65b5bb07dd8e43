/** Round numbers along an axis, and how they are written. For the terminal and for the page: it knows neither. */

/** Steps of 1, 2 or 5 times a power of ten: about `wanted` of them from `min` to `max`. */
export function tickStep(min: number, max: number, wanted: number): number {
  const rough = (max - min) / Math.max(1, wanted)
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = rough / power
  return power * (factor < Math.SQRT2 ? 1 : factor < Math.sqrt(10) ? 2 : factor < Math.sqrt(50) ? 5 : 10)
}

/** The round numbers from `min` to `max`. */
export function ticks(min: number, max: number, wanted: number): number[] {
  const step = tickStep(min, max, wanted)
  const first = Math.ceil(min / step)
  return Array.from({ length: Math.floor(max / step) - first + 1 }, (_, i) => (first + i) * step)
}

/** With as many decimals as a step needs to be told from the next; large and small ones with an exponent. */
export function tickLabel(value: number, step: number): string {
  const size = Math.max(Math.abs(value), step)
  if (size >= 1e7 || size < 1e-4) {
    const digits = Math.max(0, Math.floor(Math.log10(size)) - Math.floor(Math.log10(step)))
    return value === 0 ? '0' : value.toExponential(Math.min(digits, 6))
  }
  return value.toFixed(Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))))
}

/** A measured value, with six significant digits. */
export function valueLabel(value: number): string {
  const size = Math.abs(value)
  return size !== 0 && (size >= 1e7 || size < 1e-4) ? value.toExponential(5) : String(Number(value.toPrecision(6)))
}

/** Of numbers that are smaller still, floating point has no tenths. */
const LEAST_SPAN = 1e-300

/** The values to show, with a little room around them; about a constant one as much as itself. */
export function bounds(min: number, max: number): readonly [number, number] {
  const span = Math.max(max - min || Math.abs(max) || 1, LEAST_SPAN)
  return [min - span * 0.05, max + span * 0.05]
}
