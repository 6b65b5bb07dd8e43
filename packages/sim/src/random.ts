/** Pseudo-random numbers that are the same on every run: mulberry32, small and good enough for noise. */

/**
 * Numbers from 0 (included) to 1 (excluded), determined by the seed: noise that is the same on every run.
 *
 * @example
 * const next = random(1)
 * const device: Device = { 'MEAS:TEMP?': () => (21 + 0.1 * next()).toFixed(3) }
 */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
