/** A flood of lines as short as can be, through the engine: what waits stays within the buffer, objects and all. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { StreamOptions } from '../src/index.ts'
import { rig } from './rig/rig.ts'

const BUFFER = 64 * 1024
const CHUNK = 16 * 1024
/** Far less than an object for each byte of the buffer, far more than what a run of the collector leaves. */
const MOST = 4 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function inUse(): number {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const lines = { 'empty lines': '\n', 'lines of one byte': 'x\n' }
const streams: Readonly<Record<string, StreamOptions>> = {
  pause: {},
  dropOldest: { overflow: 'dropOldest' },
  latest: { overflow: 'latest' },
  error: { overflow: 'error' },
}
const floods = Object.entries(lines).flatMap(([what, line]) =>
  Object.entries(streams).flatMap(([policy, options]) => [
    { what, line, policy, beside: 'alone', options },
    { what, line, policy, beside: 'beside requests', options: { ...options, match: () => true } },
  ]),
)

it.each(floods)('$what, nobody takes them, $policy, $beside: what waits costs no more than the buffer', (flood) => {
  const peer = rig({ bufferSize: BUFFER, allocate: (size) => Buffer.allocUnsafeSlow(size) }).open()
  const call = peer.stream(flood.options)
  const chunk = Buffer.alloc(CHUNK, flood.line)
  const before = inUse()
  for (let sent = 0; sent < 2 * BUFFER && call.stage !== 'settled'; sent += CHUNK) {
    peer.turn(() => peer.machine.received(peer.outputs.epoch, chunk))
    if (peer.take().some(([what]) => what === 'pause')) break
  }
  expect(inUse() - before).toBeLessThan(MOST)
  expect(call.error?.code).toBe(flood.policy === 'error' ? 'SOCKIO_OVERFLOW' : undefined)
  if (call.stage !== 'settled') peer.lost() // and what is there then is held for the consumer
  expect(inUse() - before).toBeLessThan(MOST)
})
