/** Amounts with their units, as errors say them. */

export function milliseconds(ms: number): string {
  return `${Math.round(ms * 10) / 10} ms`
}

export function bytes(n: number): string {
  return `${n} ${n === 1 ? 'byte' : 'bytes'}`
}
