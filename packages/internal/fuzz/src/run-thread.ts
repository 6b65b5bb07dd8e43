/** Runs a target in its thread, and watches it. */
import { Worker } from 'node:worker_threads'
import { type Fuzzed, shown } from './fuzz.ts'
import { LONGEST } from './mutate.ts'
import type { Listed } from './targets.ts'
import type { Task } from './thread.ts'

/** An input that is not done after so many ms never is. */
const HANGS = 60_000
/** Of the heap: for inputs of some kB, which are forgotten one after the other. */
const MOST_MIB = 512

/** @throws an error that shows the input which broke the target, hung, or took all memory */
export async function runThread({ module, name }: Listed, seed: number, seconds: number): Promise<Fuzzed> {
  const state = new Int32Array(new SharedArrayBuffer(8))
  const input = new Uint8Array(new SharedArrayBuffer(LONGEST))
  const task: Task = { url: new URL(`../../../${module}`, import.meta.url).href, name, seed, seconds, state, input }
  const worker = new Worker(new URL('thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MIB },
  })
  const atHand = () => shown(input.slice(0, state[1]))
  const { promise, resolve, reject } = Promise.withResolvers<Fuzzed>()
  let [begun, since] = [0, performance.now()]
  const watch = setInterval(() => {
    const now = Atomics.load(state, 0)
    if (now !== begun) [begun, since] = [now, performance.now()]
    else if (performance.now() - since > HANGS) reject(new Error(`fuzzing ${name} hangs at ${atHand()}`))
  }, 1000)
  worker.once('message', resolve)
  worker.once('error', (error: NodeJS.ErrnoException) => {
    const spent = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    reject(spent ? new Error(`fuzzing ${name} took all memory at ${atHand()}`) : error)
  })
  worker.once('exit', (code) => reject(new Error(`fuzzing ${name} ended with ${code} at ${atHand()}`)))
  try {
    return await promise
  } finally {
    clearInterval(watch)
    await worker.terminate()
  }
}
