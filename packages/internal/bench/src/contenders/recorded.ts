/** A connection that is recorded: what the flight recorder costs, while it is on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as aio from '@sockio/aio'
import { type RecorderOptions, recorder } from '@sockio/recorder'
import type { Contender } from '../workload.ts'
import { check, REQUEST } from './request.ts'

function recorded(name: string, options?: RecorderOptions): Contender {
  return {
    name,
    async open(port) {
      const folder = mkdtempSync(join(tmpdir(), 'sockio-bench-'))
      const sock = new aio.TCP('127.0.0.1', port, recorder(join(folder, 'session.jsonl'), options))
      await sock.open()
      return {
        async go(n, ticks) {
          for (let i = 0; i < n; i++) {
            check(await sock.query(REQUEST))
            ticks[i] = performance.now()
          }
        },
        async close() {
          await sock.close()
          rmSync(folder, { recursive: true })
        },
      }
    },
  }
}

export const toFile = recorded('aio query, recorded')
export const toMemory = recorded('aio query, the last of it recorded', { last: '64 MiB' })
