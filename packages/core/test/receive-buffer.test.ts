/** The receive buffer against a plain array: any bytes, in any chunks, with any framing at any time. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { block, exactly, type Framing, line, ReceiveBuffer, Run, some, until } from '../src/index.ts'
import { LimitOverrun } from '../src/receive-buffer.ts'
import { bytes } from './rig/bytes.ts'

const framings: readonly Framing[] = [
  line(bytes('\n')),
  line(bytes('\r\n')),
  until(bytes('aab')),
  until(bytes('abab')),
  exactly(1),
  exactly(7),
  exactly(600),
  block(bytes('\n')),
  block(bytes('\r\n')),
]

/** A framing as a driver may have it, that finds many at once. */
function findingAll(framing: Framing): Framing {
  return {
    ...framing,
    findAll(view, start, most, ends) {
      for (let at = start; ends.length < most; ends.push(at)) {
        const size = framing.end(view, at, 0)
        if (size < 0) break
        at += size
      }
      return undefined
    },
  }
}

/** Bytes that often make frames: few different ones, and now and then all of them. */
const content = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...bytes('ab\r\n#012')), { maxLength: 60 }) },
  { weight: 1, arbitrary: fc.array(fc.nat(255), { maxLength: 2000 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...bytes('ab')), { minLength: 500, maxLength: 1500 }) },
)
const framing = fc.constantFrom(...framings, ...framings.slice(0, 4).map(findingAll))

/** What the framing says of all that is there at once; 'malformed' when it refuses it. */
function model(all: readonly number[], framing: Framing): number | 'malformed' {
  try {
    return framing.end(Uint8Array.from(all), 0, 0)
  } catch {
    return 'malformed'
  }
}

function take(buffer: ReceiveBuffer, framing: Framing, view: boolean): Uint8Array | undefined | 'malformed' {
  try {
    return buffer.take(framing, view)
  } catch {
    return 'malformed'
  }
}

function takeRun(buffer: ReceiveBuffer, framing: Framing, most: number): Run | undefined | 'malformed' {
  try {
    return buffer.takeRun(framing, most)
  } catch {
    return 'malformed'
  }
}

type Action =
  | { readonly do: 'append' | 'unread' | 'skip'; readonly bytes: number[] }
  | { readonly do: 'takeRun'; readonly framing: Framing; readonly most: number }
  | { readonly do: 'take'; readonly framing: Framing; readonly view: boolean }
  | { readonly do: 'peek'; readonly most: number }
  | { readonly do: 'skipFront'; readonly most: number }
  | { readonly do: 'clear' }

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ do: fc.constant('append' as const), bytes: content }) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('takeRun' as const), framing, most: fc.constantFrom(1, 2, 9, 16, 40) }),
  },
  { weight: 30, arbitrary: fc.record({ do: fc.constant('take' as const), framing, view: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('unread' as const), bytes: content }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('skip' as const),
      bytes: fc.array(fc.constantFrom(10, 13), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('skipFront' as const), most: fc.nat(40) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('peek' as const), most: fc.nat(3000) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'clear' as const }) },
)

/** Appends as a driver does, whose own memory is used again at once. */
function append(buffer: ReceiveBuffer, bytes: ArrayLike<number>): void {
  const chunk = Uint8Array.from(bytes)
  buffer.append(chunk)
  chunk.fill(0xee)
}

/** The frames of a run. */
function cut({ memory, start, ends }: Run): Uint8Array[] {
  return ends.map((end, i) => memory.subarray(ends[i - 1] ?? start, end))
}

/** What `take` and `takeRun` should give: frames up to what is not whole, or is malformed. */
function frames(all: readonly number[], framing: Framing, most: number): number[][] | 'malformed' {
  const found: number[][] = []
  for (let at = 0; found.length < most; ) {
    const end = model(all.slice(at), framing)
    if (end === 'malformed') return found.length === 0 ? 'malformed' : found
    if (end < 0) break
    found.push(all.slice(at, at + end))
    at += end
  }
  return found
}

/** Does one thing to the buffer and to the array, and compares what they say. */
function perform(step: Action, buffer: ReceiveBuffer, all: number[], kept: [Uint8Array, number[]][]): void {
  if (step.do === 'append') {
    all.push(...step.bytes)
    append(buffer, step.bytes)
  } else if (step.do === 'unread') {
    all.unshift(...step.bytes)
    buffer.unread(Uint8Array.from(step.bytes))
  } else if (step.do === 'take' || step.do === 'takeRun') {
    const most = step.do === 'take' ? 1 : step.most
    const expected = frames(all, step.framing, most)
    const taken = step.do === 'take' ? take(buffer, step.framing, step.view) : takeRun(buffer, step.framing, most)
    if (expected === 'malformed') expect(taken).toBe('malformed')
    else if (expected.length === 0) expect(taken).toBeUndefined()
    else {
      const given = taken instanceof Run ? cut(taken) : [taken as Uint8Array]
      expect(given.map((frame) => [...frame])).toEqual(expected)
      all.splice(0, expected.flat().length)
      for (const [i, frame] of given.entries()) kept.push([frame, expected[i] as number[]])
    }
  } else if (step.do === 'peek') expect([...buffer.peek(step.most)]).toEqual(all.slice(0, step.most))
  else if (step.do === 'clear') {
    all.length = 0
    buffer.clear()
  } else {
    const front = 'bytes' in step ? step.bytes : all.slice(0, step.most)
    const same = front.every((byte, i) => i >= all.length || all[i] === byte)
    const expected = !same ? false : front.length > all.length ? undefined : true
    expect(buffer.skip(Uint8Array.from(front))).toBe(expected)
    if (expected === true) all.splice(0, front.length)
  }
  expect(buffer.length).toBe(all.length)
}

/** Cuts `all` at some places. */
function chunked(all: readonly number[], cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (all.length + 1)))].sort((a, b) => a - b)
  const chunks: Uint8Array[] = []
  let from = 0
  for (const to of [...places, all.length]) {
    chunks.push(Uint8Array.from(all.slice(from, to)))
    from = to
  }
  return chunks
}

describe('ReceiveBuffer', () => {
  it('gives the frames of the whole, whatever the chunks, each framing in its turn', () => {
    const turns = fc.array(framing, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(content, fc.array(fc.nat(), { maxLength: 30 }), turns, fc.boolean(), (all, cuts, turns, view) => {
        const read = (chunks: readonly Uint8Array[]) => {
          const buffer = new ReceiveBuffer()
          const frames: number[][] = []
          for (const chunk of chunks) {
            append(buffer, chunk)
            for (;;) {
              const frame = take(buffer, turns[frames.length % turns.length] as Framing, view)
              if (frame === 'malformed') return [...frames, 'malformed']
              if (frame === undefined) break
              frames.push([...frame])
            }
          }
          return [...frames, [...buffer.peek()]]
        }
        expect(read(chunked(all, cuts))).toEqual(read([Uint8Array.from(all)]))
      }),
      { numRuns: 2000 },
    )
  })

  it('finds no frame beyond the limit in a run, however they are found', () => {
    for (const framing of [line(bytes('\n')), findingAll(line(bytes('\n')))]) {
      const buffer = new ReceiveBuffer(undefined, 100)
      append(buffer, bytes(`a\n${'x'.repeat(200)}\n`))
      expect(cut(buffer.takeRun(framing, 40) as Run).map((frame) => frame.length)).toEqual([2])
      expect(() => buffer.takeRun(framing, 40)).toThrow(LimitOverrun)
    }
  })

  it('agrees with an array, whatever is done to it; frames taken earlier never change', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (steps) => {
        const buffer = new ReceiveBuffer()
        const all: number[] = []
        const kept: [Uint8Array, number[]][] = []
        for (const step of steps) perform(step, buffer, all, kept)
        for (const [frame, expected] of kept) expect([...frame]).toEqual(expected)
        expect([...buffer.peek()]).toEqual(all)
      }),
      { numRuns: 3000 },
    )
  })

  it('keeps what was received when it needs more memory, however large the pieces', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(sizes, fc.nat(20_000), (sizes, first) => {
        const buffer = new ReceiveBuffer()
        const all: number[] = []
        const taken: number[] = []
        for (const size of sizes) {
          const piece = Array.from({ length: size }, (_, i) => (all.length + i) % 251)
          all.push(...piece)
          append(buffer, piece)
          if (all.length - taken.length > first) taken.push(...(buffer.take(exactly(first + 1)) ?? []))
        }
        expect([...taken, ...buffer.peek()]).toEqual(all)
      }),
      { numRuns: 200 },
    )
  })

  for (const framing of [line(bytes('\n')), findingAll(line(bytes('\n')))]) {
    it(`gives the frames before one that is too long, and then says so: ${framing.findAll ? 'all at once' : 'one by one'}`, () => {
      const buffer = new ReceiveBuffer(undefined, 8)
      append(buffer, bytes('ab\ncd\n123456789\nef\n'))
      const run = buffer.takeRun(framing, 9)
      expect(run && cut(run).map((frame) => [...frame])).toEqual(
        [bytes('ab\n'), bytes('cd\n')].map((frame) => [...frame]),
      )
      expect(() => buffer.takeRun(framing, 9)).toThrow(LimitOverrun)
    })
  }

  it('takes whatever there is in one piece: some() never gives nothing, and loses nothing', () => {
    fc.assert(
      fc.property(content, fc.array(fc.nat(), { maxLength: 9 }), fc.integer({ min: 1, max: 50 }), (all, cuts, most) => {
        const buffer = new ReceiveBuffer()
        for (const chunk of chunked(all, cuts)) buffer.append(chunk)
        const framing = some(most)
        const read: number[] = []
        for (let frame = buffer.take(framing); frame !== undefined; frame = buffer.take(framing)) {
          expect(frame.length).toBeGreaterThan(0)
          expect(frame.length).toBeLessThanOrEqual(most)
          read.push(...frame)
        }
        expect(read).toEqual(all)
      }),
    )
  })
})

describe('the cost of ReceiveBuffer', () => {
  const MIB = 1024 * 1024

  /** Bytes allocated, and frames taken, for an input that comes in pieces; `looked` bytes were searched. */
  function cost(input: Uint8Array, sizes: (i: number) => number, framing: Framing, view: boolean) {
    let allocated = 0
    let looked = 0
    let frames = 0
    const watched: Framing = {
      ...framing,
      end: (bytes, start, scanned) => {
        const n = framing.end(bytes, start, scanned)
        looked += (n < 0 ? bytes.length - start : n) - scanned
        return n
      },
    }
    const buffer = new ReceiveBuffer((size) => {
      allocated += size
      return new Uint8Array(size)
    })
    for (let i = 0, at = 0; at < input.length; i++) {
      const piece = input.subarray(at, at + sizes(i))
      buffer.append(piece)
      at += piece.length
      while (buffer.take(watched, view) !== undefined) frames++
    }
    return { allocated: allocated / input.length, looked: looked / input.length, frames }
  }

  const lines = new Uint8Array(MIB).fill(0x61)
  for (let at = 63; at < MIB; at += 64) lines[at] = 10
  const lf = line(bytes('\n'))

  it('of lines: the memory they are received into, and copies once their size', () => {
    for (const sizes of [() => 64 * 1024, () => 64 * 1024 - 7]) {
      const views = cost(lines, sizes, lf, true)
      expect(views.frames).toBe(MIB / 64)
      expect(views.allocated).toBeLessThan(1.2)
      expect(views.looked).toBeLessThan(1.01)
      const copies = cost(lines, sizes, lf, false)
      expect(copies.frames).toBe(MIB / 64)
      expect(copies.allocated).toBeLessThan(2.2)
    }
  })

  it('of lines in pieces of 1 to 100 bytes: the same', () => {
    for (const view of [true, false]) {
      const small = cost(lines, (i) => 1 + ((i * 37) % 100), lf, view)
      expect(small.frames).toBe(MIB / 64)
      expect(small.allocated).toBeLessThan(1.2)
      expect(small.looked).toBeLessThan(2)
    }
    const single = cost(lines.subarray(0, MIB / 8), () => 1, lf, true)
    expect(single.frames).toBe(MIB / 8 / 64)
    expect(single.allocated).toBeLessThan(1.2)
  })

  it('of one long line in small pieces: linear, not quadratic', () => {
    const long = new Uint8Array(MIB).fill(0x61)
    long[MIB - 1] = 10
    const one = cost(long, () => 512, lf, true)
    expect(one.frames).toBe(1)
    expect(one.allocated).toBeLessThan(6)
    expect(one.looked).toBeLessThan(1.01)
  })

  it('of a known size: reserved once', () => {
    const size = 8 * MIB
    const result = cost(new Uint8Array(size), () => 64 * 1024, exactly(size), false)
    expect(result.frames).toBe(1)
    expect(result.allocated).toBeLessThan(1.05)
  })

  it('of a known size: reserved once, also when what follows comes along with its end', () => {
    const size = 8 * MIB
    const result = cost(new Uint8Array(size + 100), () => 60_000, exactly(size), false)
    expect(result.frames).toBe(1)
    expect(result.allocated).toBeLessThan(1.05)
  })

  it('of a promise: what a header announces is reserved up to a limit, and beyond it as the bytes come', () => {
    const sizes: number[] = []
    const buffer = new ReceiveBuffer((size) => {
      sizes.push(size)
      return new Uint8Array(0)
    })
    expect(buffer.take(exactly(8 * 1024 * MIB))).toBeUndefined()
    expect(() => buffer.append(new Uint8Array(1))).toThrow(RangeError) // of `set`: there is no memory in this test
    expect(Math.max(...sizes)).toBeLessThan(65 * MIB)
  })

  it('of a promise: it is reserved once, in however many pieces its bytes come', () => {
    let allocated = 0
    const buffer = new ReceiveBuffer((size) => {
      allocated += size
      return new Uint8Array(size)
    })
    const promise = exactly(8 * 1024 * MIB)
    for (let i = 0; i < 100; i++) {
      buffer.append(Uint8Array.of(i))
      expect(buffer.take(promise)).toBeUndefined()
    }
    expect(allocated).toBeLessThan(65 * MIB)
  })

  it('of a small reply: it does not keep a large piece of memory alive', () => {
    const buffer = new ReceiveBuffer()
    buffer.append(lines.slice(0, 64 * 1024))
    expect(buffer.take(lf)?.buffer.byteLength).toBe(64)
    expect(buffer.take(lf, true)?.buffer.byteLength).toBe(64 * 1024)
  })

  it('of a large frame: its memory is not kept for what comes after it', () => {
    const buffer = new ReceiveBuffer()
    const large = exactly(MIB)
    for (let at = 0; at < MIB; at += 1024) {
      expect(buffer.take(large)).toBeUndefined()
      buffer.append(new Uint8Array(1024))
    }
    expect(buffer.take(large)?.length).toBe(MIB)
    buffer.append(bytes('1\n'))
    expect(buffer.take(lf, true)?.buffer.byteLength).toBeLessThanOrEqual(64 * 1024)
  })
})
