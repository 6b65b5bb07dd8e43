/** Which instrument an example talks to: the one given on the command line, else a simulated one in a thread of its own. */
import { Worker } from 'node:worker_threads'

export interface Instrument {
  readonly host: string
  readonly port: number
}

/** `node example.ts [host port]`; a thread that blocks can't serve a simulator as well. */
export function instrument(name: 'scope' | 'supply'): Instrument {
  const [host, port] = process.argv.slice(2)
  if (host !== undefined) return { host, port: Number(port ?? 5025) }
  const shared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  new Worker(new URL('./simulated.ts', import.meta.url), { workerData: { name, shared } }).unref()
  Atomics.wait(shared, 0, 0)
  return { host: '127.0.0.1', port: Atomics.load(shared, 0) }
}
