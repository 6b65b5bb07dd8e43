/** One target in a thread of its own, which tells what it is at before it begins: its parent ends it when it hangs. */
import { parentPort, workerData } from 'node:worker_threads'
import { fuzz } from './fuzz.ts'
import type { FuzzTarget } from './target.ts'

export interface Task {
  readonly url: string
  readonly name: string
  readonly seed: number
  readonly seconds: number
  /** How many inputs were begun, and how long the last is. */
  readonly state: Int32Array<SharedArrayBuffer>
  readonly input: Uint8Array<SharedArrayBuffer>
}

const { url, name, seed, seconds, state, input } = workerData as Task
const target = ((await import(url)) as Readonly<Record<string, FuzzTarget>>)[name]
if (target === undefined) throw new Error(`${url} exports no ${name}`)
const end = performance.now() + seconds * 1000
const fuzzed = fuzz(target, {
  seed,
  more: () => performance.now() < end,
  begins(bytes) {
    input.set(bytes)
    state[1] = bytes.length
    Atomics.add(state, 0, 1)
  },
})
parentPort?.postMessage(fuzzed)
