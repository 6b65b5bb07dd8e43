/** Fuzz target: messages of clients are the same however their bytes are cut, and whatever is in them they come to something. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { command } from '../../src/control.ts'
import { Dialect } from '../../src/instrument.ts'
import { Messages } from '../../src/messages.ts'

const dialects = ['\n', '\r\n', ';'].flatMap((eol) =>
  [true, false].map((blocks) => new Dialect({ url: '', blocks, options: { eol, bufferSize: 4096, maxBlock: 4096 } })),
)

/** The messages, or how it ended. */
function found(dialect: Dialect, pieces: readonly Uint8Array[]): readonly string[] {
  const messages = new Messages(dialect.form)
  const all: string[] = []
  try {
    for (const piece of pieces) messages.push(piece, (message) => all.push(message.toString('latin1')))
  } catch (error) {
    assert.match(String(error), /LimitOverrun|RangeError: a block of \d+ bytes/)
    all.push('too long')
  }
  return all
}

/** The first bytes say how: the dialect, and where the rest is cut. */
function run(input: Uint8Array): void {
  const [kind = 0, cut = 0] = input
  const content = input.subarray(2)
  const dialect = dialects[kind % dialects.length] ?? new Dialect({ url: '' })
  const size = 1 + (cut % 16)
  const pieces = Array.from({ length: Math.ceil(content.length / size) }, (_, i) =>
    content.subarray(i * size, (i + 1) * size),
  )
  const messages = found(dialect, [content])
  const over = messages.at(-1) === 'too long'
  for (const cuts of [pieces, [content.subarray(0, cut), content.subarray(cut)]]) {
    const others = found(dialect, cuts)
    if (!over && others.at(-1) !== 'too long') assert.deepEqual(others, messages) // the limit is of what is there at once
  }
  if (!over) assert.ok(Buffer.from(content).toString('latin1').startsWith(messages.join('')))
  for (const message of messages) {
    if (message === 'too long') continue
    const { kind: is, owed } = dialect.parse(Buffer.from(message, 'latin1'))
    assert.equal(owed.framing === undefined, is.replies === 0)
    assert.ok(command(message).name.length > 0)
  }
  // What comes as a reply is found, or not yet; or is too long a block.
  const { framing } = dialect.parse(Buffer.from(`A?;B?${dialect.eol}`)).owed
  let end: number | undefined
  try {
    end = framing?.end(content, 0, 0)
  } catch (error) {
    assert.match(String(error), /OversizedFrame: a block of \d+ bytes/)
  }
  assert.ok(end === undefined || end < 0 || end <= content.length)
}

export const messages: FuzzTarget = {
  name: 'messages',
  code: ['messages.ts', 'program-message.ts', 'replies.ts', 'control.ts', 'rules.ts', 'instrument.ts'].map((file) =>
    join(import.meta.dirname, '../../src', file),
  ),
  seeds: [
    '\0\x03*IDN?\nVOLT 5;MEAS?\n\n',
    '\x01\x02A?\r\nB\n\rC\r\n',
    '\0\x05D #15a\nb\n\n,#210x\nE #0\n #14,#1\n\n',
    '\0\x01DISP "a?;b #12";\'c?\'\n++hold 500\n+++x\n',
    '\x02\0A?\r\nB #14\r\n\r\n\r\nC\r\n',
    '\x02\x04A #212a;b;c\n#19',
    '\0\x0212;"a;b";#13\n;x;5\n',
  ].map(bytes),
  words: [
    '#1',
    ' #13',
    ',#210',
    '\n',
    '\r\n',
    '?',
    ';',
    '"',
    "'",
    '++stream on ',
    '++hold ',
    ' #9999999999',
    'x'.repeat(2000),
  ],
  run,
}
