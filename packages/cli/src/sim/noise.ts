/** The noise of what is measured: the same on every run. */
import { random } from '@sockio/sim'

/** Makes the numbers from 0 to 1 that one reply takes, another series each time. */
export type Noise = () => () => number

export function noiseOf(seed: number): Noise {
  let count = 0
  return () => random(seed + count++)
}
