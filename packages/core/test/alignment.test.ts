/** The payload of a block begins at a multiple of 8 bytes in its memory, so that any typed array can be a view of it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Inbox } from '../src/inbox.ts'
import { type BlockDialect, block, line } from '../src/index.ts'
import { bytes, text } from './rig/bytes.ts'

const LF = bytes('\n')
const dialects: readonly (BlockDialect | undefined)[] = [
  undefined,
  { header: true },
  { several: true },
  { ending: 'required' },
]

function inbox(): Inbox {
  return new Inbox((size) => new Uint8Array(size), 1024 * 1024)
}

/** A block with one of the heads. */
function sent(payload: string, head: number): string {
  const size = String(payload.length)
  const heads = [`#${size.length}${size}`, `#9${size.padStart(9, '0')}`, `#(${size})`, '#0']
  return `${heads[head % heads.length]}${payload}\n`
}

/** What comes out for each block, a line in front of each, all of it in pieces of that size. */
function received(
  payloads: readonly string[],
  head: number,
  front: string,
  dialect: BlockDialect | undefined,
  cut: number,
) {
  const box = inbox()
  const framing = block(LF, 1e9, dialect)
  const out: Uint8Array[] = []
  for (const payload of payloads) {
    const all = bytes(`${front}\n${sent(payload, head)}`)
    let ahead = box.next(line(LF))
    for (let at = 0; at < all.length; at += cut) {
      box.append(all.subarray(at, at + cut))
      ahead ??= box.next(line(LF))
      const frame = ahead && box.next(framing)
      if (frame !== undefined) out.push(frame)
    }
  }
  return out
}

describe('a payload', () => {
  for (const [i, dialect] of dialects.entries()) {
    it(`of 1 to 100 bytes, ${JSON.stringify(dialect ?? {})}`, () => {
      for (let size = 1; size <= 100; size++) {
        const payload = 'x'.repeat(size)
        const [frame] = received([payload], i, 'y'.repeat(size % 9), dialect, 1 + (size % 40))
        expect(text(frame as Uint8Array)).toBe(payload)
        expect((frame?.byteOffset ?? 1) % 8).toBe(0)
      }
    })
  }

  it('of any size, behind anything, in any pieces', () => {
    const size = fc.oneof(fc.nat(100), fc.nat(200_000))
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 3 }),
        fc.nat(3),
        fc.nat(20),
        fc.constantFrom(...dialects),
        fc.integer({ min: 512, max: 70_000 }),
        (sizes, head, front, dialect, cut) => {
          const payloads = sizes.map((each, i) => String(i).repeat(each))
          const frames = received(payloads, head, 'y'.repeat(front), dialect, cut)
          expect(frames.map(text)).toEqual(payloads)
          expect(frames.map(({ byteOffset }) => byteOffset % 8)).toEqual(sizes.map(() => 0))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('that is large is not copied for that: it lies where it was received', () => {
    let allocated = 0
    const box = new Inbox((size) => {
      allocated += size
      return new Uint8Array(size)
    }, 1024)
    const all = bytes(`#7${1_000_000}${'x'.repeat(1_000_000)}`)
    const framing = block(LF)
    let frame: Uint8Array | undefined
    for (let at = 0; at < all.length; at += 1000) {
      box.append(all.subarray(at, at + 1000))
      frame ??= box.next(framing)
    }
    expect(frame).toHaveLength(1_000_000)
    expect((frame?.byteOffset ?? 1) % 8).toBe(0)
    expect(allocated).toBeLessThan(1_100_000)
  })
})

describe('new memory for what can be no block', () => {
  it('is had without asking what it is', () => {
    const box = inbox()
    const framing = block(LF)
    box.append(bytes('#11a\n'))
    expect(text(box.next(framing) as Uint8Array)).toBe('a')
    box.append(bytes('#x'))
    box.append(bytes('y'.repeat(100_000)))
    expect(() => box.next(framing)).toThrow(/must be a digit/)
  })
})
