/** Endless bytes without an end of line, through the engine: memory stays within the buffer, whatever reads. */
import assert from 'node:assert/strict'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { some } from '../../src/index.ts'
import { rig } from '../rig/rig.ts'

const BUFFER = 1024 * 1024
const CHUNK = new Uint8Array(64 * 1024).fill(0x78)
const FLAT_BYTES = 4 * 1024 * 1024
/** Chunks in one round: more than the buffer holds. */
const ROUND = 40

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes outside the heap that are in use: what is garbage, and when it is collected, says nothing. */
function buffers(): number {
  collect()
  collect() // the one before may still have been giving memory back, in another thread
  return process.memoryUsage().arrayBuffers
}

/** A flood that is read as lines, as bytes, as a stream, or not at all. */
export function floodMachine(more: () => boolean): { what: string; value: number; unit?: string }[] {
  const flood = rig({ bufferSize: BUFFER, allocate: (size) => Buffer.allocUnsafe(size) })
  let [bytes, overruns, rounds, before] = [0, 0, 0, 0]
  for (; more() || rounds < 8; rounds++) {
    if (rounds === 4) before = buffers() // after the first rounds, all is as large as it gets
    flood.open()
    const calls = [
      () => flood.read(),
      () => flood.stream({ overflow: 'dropOldest' }),
      () => flood.read({ framing: some() }),
    ]
    const call = calls[rounds % 4]?.()
    for (let i = 0; i < ROUND && flood.outputs.socket === 'open'; i++) {
      const chunk = CHUNK.slice()
      bytes += chunk.length
      flood.turn(() => flood.machine.received(flood.outputs.epoch, chunk))
      if (flood.take().some(([what]) => what === 'pause')) break
    }
    if (call?.error?.code === 'SOCKIO_LIMIT_OVERRUN') overruns++
    assert(flood.machine.inWaiting <= BUFFER + CHUNK.length, `${flood.machine.inWaiting} bytes wait`)
    flood.close().lost()
    flood.take()
  }
  const growth = buffers() - before
  assert(growth < FLAT_BYTES, `${growth} bytes more after ${bytes} bytes`)
  return [
    { what: 'flood without an end of line', value: Math.round(bytes / 1e6), unit: 'MB' },
    { what: 'LimitOverrunErrors in it', value: overruns },
  ]
}
