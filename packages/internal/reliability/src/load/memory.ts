/** The memory of this process that is in use: what garbage collection leaves. */
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** In bytes: objects, and the buffers outside the heap. */
export async function memoryInUse(): Promise<number> {
  for (let round = 0; round < 2; round++) {
    collect()
    await setImmediate() // finalisers run, and what they let go of is for the next collection
  }
  collect()
  collect() // the one before may still have been giving buffers back, in another thread
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The slope of a straight line through equidistant values, per step: leaks have one, noise has none. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const products = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0)
  const squares = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0)
  return products / squares
}
