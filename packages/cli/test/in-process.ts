/**
 * The program within the process of the test, for what is no matter of processes: what it is told, asks and prints.
 * Starting a process takes forty times as long as most of that.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { run } from '../src/program.ts'
import type { Outcome } from './sockio.ts'

/** Nothing of who runs the tests. */
for (const name of ['FORCE_COLOR', 'SOCKIO_URL', 'SOCKIO_DEBUG']) delete process.env[name]

const saying = new AsyncLocalStorage<{ stdout: string; stderr: string }>()

for (const name of ['stdout', 'stderr'] as const) {
  const write = process[name].write.bind(process[name]) as (...args: unknown[]) => boolean
  process[name].write = (data: string | Uint8Array, ...more: unknown[]) => {
    const said = saying.getStore()
    if (said === undefined) return write(data, ...more)
    said[name] += typeof data === 'string' ? data : Buffer.from(data).toString()
    return true
  }
}

/** Runs it to its end, beside others if need be; it reads nothing from stdin. */
export async function inProcess(args: readonly string[]): Promise<Outcome> {
  const said = { stdout: '', stderr: '' }
  const code = await saying.run(said, () => run(args, new AbortController().signal))
  return { code, ...said }
}
