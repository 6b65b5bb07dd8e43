/** What an error keeps of a reply that is not whole: of a large one the first of it, and the memory for that alone. */
import { describe, expect, it } from 'vitest'
import { block, exactly, MalformedFrame, OversizedFrame } from '../src/index.ts'
import { bytes } from './rig/bytes.ts'
import { type Rig, rig } from './rig/rig.ts'

const MIB = 1024 * 1024
const SIZE = 4 * MIB
const LF = bytes('\n')

const ends: Readonly<Record<string, (r: Rig) => unknown>> = {
  'its limit': (r) => r.advance(1000),
  'its signal': (r) => r.abort('call'),
  'close()': (r) => r.close(),
  'the end of the connection': (r) => r.eof(),
  'the loss of the connection': (r) => r.lost(),
}

describe.each(Object.entries(ends))('a large reply that is ended by %s', (_end, end) => {
  it.each(['a block', 'several frames'])('%s: what is kept, and allocated for it, is its first MiB', (kind) => {
    let allocated = 0
    const allocate = (size: number) => {
      allocated += size
      return new Uint8Array(size)
    }
    const r = rig({ allocate, bufferSize: 64 * MIB }).open()
    const framing = kind === 'a block' ? block(LF) : exactly(SIZE / 4)
    const call = r.ask('D?', { name: 'call', framing, timeout: 1000, count: kind === 'a block' ? 1 : 9 })
    const head = kind === 'a block' ? '#899999999' : ''
    const reply = new Uint8Array(SIZE - 1).fill(0x78)
    reply.set(bytes(head))
    r.turn(() => r.machine.received(r.outputs.epoch, reply))
    allocated = 0
    end(r)
    expect(call.error?.partial).toHaveLength(MIB)
    expect(allocated).toBeLessThanOrEqual(2 * MIB) // and not several times the reply
    if (call.error?.code !== 'SOCKIO_TIMEOUT') return
    expect(call.error.message).toContain(`${SIZE - 1} bytes arrived (the first ${MIB} are its partial)`)
  })
})

describe('the header of a block that is longer than the framing takes', () => {
  it.each([
    ['#215', 15],
    ['#9000000015', 15],
    ['#0anything\n', 15],
    ['#3015', 15],
  ])('%s is not', (header, most) => expect(block(LF, most).end(bytes(header), 0, 0)).not.toBe(0))

  it.each(['#216', '#9999999999', '#9000000016', '#216and some of it'])('%s', (header) => {
    const find = () => block(LF, 15).end(bytes(header), 0, 0)
    expect(find).toThrow(OversizedFrame)
    expect(find).not.toThrow(MalformedFrame)
  })
})
