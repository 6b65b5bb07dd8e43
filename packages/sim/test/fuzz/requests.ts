/** Fuzz target: requests are found however the bytes are cut, and are what stands between the ends of line. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { blockEnd } from '../../src/block-end.ts'
import { type Line, LineSplitter, TOO_LONG } from '../../src/line-splitter.ts'

const EOLS = ['\n', '\r\n', 'aab', '::'] as const
const MOST = [1_000_000, 1, 20]

function found(eol: string, most: number, chunks: readonly Buffer[], blocks = false): Line[] {
  const splitter = new LineSplitter(eol, most, blocks ? 'latin1' : 'utf8', blocks)
  return chunks.flatMap((chunk) => splitter.push(chunk))
}

/** What the splitter should find, with no thought of chunks. */
function expected(content: Buffer, eol: string, most: number): Line[] {
  const lines: Line[] = []
  let from = 0
  for (let at = content.indexOf(eol); at >= 0; at = content.indexOf(eol, from)) {
    lines.push(at - from > most ? TOO_LONG : content.toString('utf8', from, at))
    from = at + eol.length
  }
  return lines
}

/** The same where ends of line within blocks are none: what is in one is passed over. */
function expectedOfBlocks(content: Buffer, eol: string): Line[] {
  const lines: Line[] = []
  let from = 0
  for (let at = 0; at < content.length; ) {
    const line = content.subarray(from)
    const end = blockEnd(line.length, (i) => line[i], at - from)
    if (end !== undefined) at = from + end
    else if (content.toString('latin1', at, at + eol.length) === eol) {
      lines.push(content.toString('latin1', from, at))
      at += eol.length
      from = at
    } else at++
  }
  return lines
}

/** The first bytes say how: the end of line, the longest request, and where the rest is cut. */
function run(input: Uint8Array): void {
  const [kind = 0, cut = 0] = input
  const content = Buffer.from(input.subarray(2))
  const eol = EOLS[kind % EOLS.length] ?? '\n'
  const most = MOST[(kind >> 2) % MOST.length] ?? 1
  const size = 1 + (cut % 16)
  const pieces = Array.from({ length: Math.ceil(content.length / size) }, (_, i) =>
    content.subarray(i * size, (i + 1) * size),
  )
  const lines = expected(content, eol, most)
  assert.deepEqual(found(eol, most, [content]), lines)
  assert.deepEqual(found(eol, most, pieces), lines)
  assert.deepEqual(found(eol, most, [content.subarray(0, cut), content.subarray(cut)]), lines)
  const whole = expectedOfBlocks(content, eol)
  assert.deepEqual(found(eol, 1_000_000, [content], true), whole)
  assert.deepEqual(found(eol, 1_000_000, pieces, true), whole)
}

export const requests: FuzzTarget = {
  name: 'requests',
  code: ['line-splitter.ts', 'block-end.ts'].map((file) => join(import.meta.dirname, '../../src', file)),
  seeds: [
    '\0\x03*IDN?\nA\n\n',
    '\x01\x02A?\r\nB\n\rC\r\n',
    '\x02\x01xaaab1aab',
    '\x03\x05a:::b::',
    '\x06\x01xxaaaab',
    '\0\x02D #15a\nb\n\n,#210x\nE #0\n #14,#1\n\n',
  ].map(bytes),
  words: ['#1', ' #13', ',#210', '\n', '\r\n', '\r', 'aab', 'aa', '::', '\xc3', 'x'.repeat(2000)],
  run,
}
