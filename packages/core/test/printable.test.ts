/** Bytes in error messages: always one line of quoted ASCII, never long. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { printable } from '../src/index.ts'
import { bytes } from './rig/bytes.ts'

it('shows bytes as a person reads them', () => {
  expect(printable(bytes('*IDN?\n'))).toBe('"*IDN?\\n"')
  expect(printable(bytes('\t\r"\\'))).toBe('"\\t\\r\\"\\\\"')
  expect(printable(Uint8Array.of(0, 127, 255, 0x1b))).toBe('"\\x00\\x7f\\xff\\x1b"')
  expect(printable(bytes(''))).toBe('""')
})

it('cuts the middle out of what is long', () => {
  expect(printable(bytes('abcdefghij'), 4)).toBe('"ab...ij" (10 bytes)')
  expect(printable(bytes('abcd'), 4)).toBe('"abcd"')
})

it('is one line of ASCII, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (some) => {
      expect(printable(some)).toMatch(/^"[ -~]*"( \(\d+ bytes\))?$/)
      expect(printable(some).length).toBeLessThan(64 * 4 + 30)
    }),
  )
})
