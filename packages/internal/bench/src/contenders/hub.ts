/** Clients of a hub, against one that has the instrument for itself. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { TCP } from '@sockio/aio'
import type { Contender } from '../workload.ts'
import { check, REQUEST } from './request.ts'

const HOST = '127.0.0.1'
const PROGRAM = fileURLToPath(new URL('../hub-process.ts', import.meta.url))

async function ask(sock: TCP, n: number, ticks?: Float64Array): Promise<void> {
  for (let i = 0; i < n; i++) {
    check(await sock.query(REQUEST))
    if (ticks !== undefined) ticks[i] = performance.now()
  }
}

/** So many clients of one hub, each with one query after the other. */
export function throughHub(clients: number): Contender {
  return {
    name: clients === 1 ? 'aio query, through a hub' : `aio query, ${clients} clients of a hub`,
    async open(port) {
      const child = spawn(process.execPath, [PROGRAM, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] })
      const [line] = await once(createInterface(child.stdout), 'line')
      const socks = Array.from({ length: clients }, () => new TCP(HOST, Number(line)))
      await Promise.all(socks.map((sock) => sock.open()))
      return {
        async go(n, ticks) {
          const [only] = socks
          if (clients === 1 && only !== undefined) await ask(only, n, ticks)
          else await Promise.all(socks.map((sock, i) => ask(sock, Math.floor((n + i) / clients))))
        },
        async close() {
          await Promise.all(socks.map((sock) => sock.close()))
          child.kill()
        },
      }
    },
  }
}
