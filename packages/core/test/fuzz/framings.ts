/**
 * Fuzz target: any bytes, in any chunks, read with any framings in turn. The frames are those of the whole, nothing but the
 * errors of framings is ever thrown, and memory comes with the bytes, whatever they promise.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { FuzzTarget } from '@sockio/fuzz'
import { Inbox } from '../../src/inbox.ts'
import {
  block,
  exactly,
  type Framing,
  line,
  lineOrBlock,
  MalformedFrame,
  OversizedFrame,
  some,
  until,
} from '../../src/index.ts'
import { LimitOverrun } from '../../src/receive-buffer.ts'
import { bytes, text } from '../rig/bytes.ts'

const known = [
  block(bytes('\n')),
  block(bytes('\r\n')),
  line(bytes('\n')),
  line(bytes('\r\n')),
  lineOrBlock(bytes('\n')),
  until(bytes('aab')),
  exactly(5),
  exactly(600),
  block(bytes('\n'), 1_000_000, { header: true }),
  block(bytes('\r\n'), 1_000_000, { header: true, several: true }),
  block(bytes('\n'), 1_000_000, { ending: 'required' }),
  block(bytes('\n'), 1_000_000, { ending: 'never' }),
]
/** What a framing, or the limit of the buffer, may throw. */
const ENDS = [MalformedFrame, OversizedFrame, LimitOverrun]
const limits = [8, 64, 1000, 1_000_000]
/** What may be reserved for a frame of a known size before it is there: memory that is not touched costs nothing. */
const RESERVE = 64 * 1024 * 1024 + 1024
/** The largest piece of memory that is taken for small frames. */
const SLAB = 64 * 1024

interface Reading {
  readonly frames: string[]
  /** How it ended: `MalformedFrame`, `LimitOverrun`, or what is left in the buffer. */
  readonly end: string
  readonly allocated: number
}

function read(chunks: readonly Uint8Array[], turns: readonly number[], limit: number, view: boolean): Reading {
  let allocated = 0
  const inbox = new Inbox((size) => {
    allocated += size
    return new Uint8Array(size)
  }, limit)
  const taken: Uint8Array[] = []
  const frames: string[] = []
  const next = () => inbox.next(known[(turns[taken.length % turns.length] ?? 0) % known.length] as Framing, view)
  let end: string | undefined
  try {
    for (const chunk of chunks) {
      inbox.append(chunk)
      for (let frame = next(); frame !== undefined; frame = next()) {
        taken.push(frame)
        frames.push(text(frame))
      }
    }
  } catch (error) {
    if (!ENDS.some((type) => error instanceof type)) throw error
    end = (error as Error).name
  }
  assert.deepEqual(taken.map(text), frames, 'frames change after they were taken')
  return { frames, end: end ?? `left: ${text(inbox.peek())}`, allocated }
}

/** The first bytes say how: the limit, the framings and their turns, and where the rest is cut. */
function run(input: Uint8Array): void {
  const [limit = 0, first = 0, second = 0, cut = 0, view = 0] = input
  const content = input.subarray(5)
  const turns = second % 3 === 0 ? [first] : [first, second]
  const most = limits[limit % limits.length] as number
  const whole = read([content], turns, most, false)
  const size = 1 + (cut % 16) // from byte by byte on
  const pieces = Array.from({ length: Math.ceil(content.length / size) }, (_, i) =>
    content.slice(i * size, (i + 1) * size),
  )
  for (const chunks of [pieces, [content.slice(0, cut), content.slice(cut)]]) {
    const { frames, end, allocated } = read(chunks, turns, most, view % 2 === 0)
    assert.deepEqual(frames, whole.frames)
    assert.equal(end, whole.end)
    assert(allocated <= RESERVE + 8 * content.length + 4 * SLAB, `${allocated} bytes for ${content.length}`)
  }
  if (whole.frames.length === 0) some().end(content, 0, 0)
}

const seeds = [
  ['#15hello\n#10\r\n#0abc\n', 0],
  ['#9999999999abc', 0],
  ['#A', 0],
  ['#800000003abc\n#13abc', 4],
  ['one\ntwo\r\n\n', 2],
  ['aaabaabb', 5],
  ['#2x\n#H1F\n#13a\nb\n', 4],
  ['#(5)hello\n#A\0\x03abc', 0],
  [':CURV #13abc\r\n#0x\n', 8],
  ['x#11a,#(2)bc,#A\0\0\r\n', 9],
  ['#11a\r\n#0b\n', 10],
  ['#11a#12bc', 11],
].map(([content, framing]) => Uint8Array.from([2, Number(framing), 0, 3, 0, ...bytes(String(content))]))

const source = (path: string) => join(import.meta.dirname, '../../src', path)

export const framings: FuzzTarget = {
  name: 'framings and buffers',
  code: ['framing/', 'inbox.ts', 'receive-buffer.ts'].map(source),
  seeds,
  words: [
    ...[
      '#',
      '#0',
      '#10',
      '#15hello',
      '#9999999999',
      '#A',
      '#9',
      '#3700',
      '#2',
      '#800000001',
      '#(',
      '#(3)',
      '#A\0\x03',
      ',#11',
    ],
    ...['\n', '\r\n', '\r', 'aab', 'aa', '!', 'x'.repeat(300)],
  ],
  run,
}
