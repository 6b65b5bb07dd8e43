/**
 * The addresses of a name, by a process of its own: what the system looks up can't be given up, and would keep this one, for
 * which not even `process.exit()` is an end.
 */
import { spawn } from 'node:child_process'

/** Prints what it finds, or that its time is over. */
const SCRIPT = `
const told = (outcome) => process.stdout.write(JSON.stringify(outcome))
const [host, ms] = process.argv.slice(1)
setTimeout(() => told({ code: 'ETIMEDOUT' }), Number(ms))
require('node:dns').lookup(host, { all: true }, (error, found) => {
  told(error ? { code: error.code } : { addresses: found.map(({ address }) => address) })
})`

export interface LookUp {
  readonly addresses?: readonly string[]
  /** Why there are none. */
  readonly code?: string
}

/** @param ms the longest wait, from when it has begun on */
export async function lookUp(host: string, ms: number, signal: AbortSignal): Promise<LookUp> {
  signal.throwIfAborted()
  const child = spawn(process.execPath, ['-e', SCRIPT, host, String(ms)], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    return await new Promise<LookUp>((resolve, reject) => {
      let told = ''
      child.stdout.on('data', (chunk) => {
        told += chunk
        if (told.endsWith('}')) resolve(JSON.parse(told))
      })
      child.once('error', reject)
      child.once('close', () => resolve({ code: 'EAI_FAIL' }))
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  } finally {
    child.kill('SIGKILL')
  }
}
