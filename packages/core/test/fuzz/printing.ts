/** Fuzz target: what peers sent and wrote, as errors show it: nothing of it moves a cursor, and short bytes can be read back. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { oneLine, printable } from '../../src/index.ts'

const NAMES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '"': '"', '\\': '\\' }

/** The bytes that were shown whole. */
function unshown(shown: string): Uint8Array {
  const plain = shown
    .slice(1, -1)
    .replace(/\\(?:x(..)|(.))/g, (_, hex: string | undefined, name: string) =>
      hex === undefined ? (NAMES[name] ?? assert.fail(name)) : String.fromCharCode(Number.parseInt(hex, 16)),
    )
  return bytes(plain)
}

function run(input: Uint8Array): void {
  const shown = printable(input)
  assert.match(shown, /^"[ -~]*"( \(\d+ bytes\))?$/)
  if (input.length <= 64) assert.deepEqual(unshown(shown), input)
  assert.doesNotMatch(oneLine(Buffer.from(input).toString()), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
}

export const printing: FuzzTarget = {
  name: 'printing',
  code: [join(import.meta.dirname, '../../src/printable.ts')],
  seeds: ['*IDN?\n', '\x1b[2J', '"\\\t\r\n', '\xe2\x80\xae\xc2\x9b', 'x'.repeat(100)].map(bytes),
  words: ['\x1b[', '\\', '"', '\n', '\xe2\x80\xa8', '\xef\xbb\xbf', '\xf3\xa0\x80\x81'],
  run,
}
