/** Pieces of text never end within a character, and bytes that are none are left to the decoder. */
import { expect, it } from 'vitest'
import {
  type Encoding,
  exactlyText,
  type Framing,
  MalformedFrame,
  pieceOfText,
  ReceiveBuffer,
  someText,
} from '../src/index.ts'

const TEXT = 'aé€😀z\u0800\u{10ffff}\ud7ff'
const all: readonly (readonly [Encoding, Buffer])[] = [
  ['utf8', Buffer.from(TEXT)],
  ['utf16le', Buffer.from(TEXT, 'utf16le')],
]

/** The texts of what comes in chunks of so many bytes. */
function texts(bytes: Buffer, encoding: Encoding, chunk: number, framing: Framing): string[] {
  const buffer = new ReceiveBuffer()
  const read: string[] = []
  for (let at = 0; at < bytes.length; at += chunk) {
    buffer.append(bytes.subarray(at, at + chunk))
    for (let frame = buffer.take(framing); frame !== undefined; frame = buffer.take(framing)) {
      read.push(Buffer.from(frame).toString(encoding))
    }
  }
  expect(buffer.length).toBe(0)
  return read
}

for (const [encoding, bytes] of all) {
  it.each([1, 2, 3, 5, 7])(`${encoding} in chunks of %i bytes, read by any number of them`, (chunk) => {
    expect(texts(bytes, encoding, chunk, someText(encoding)).join('')).toBe(TEXT)
    for (const most of [1, 2, 3, 4, 6]) {
      const read = texts(bytes, encoding, chunk, someText(encoding, most))
      expect(read.join('')).toBe(TEXT)
      expect(read.every((text) => text.isWellFormed())).toBe(true)
    }
  })

  it(`${encoding}: blocks of a size end with a whole character`, () => {
    for (const size of [1, 2]) expect(texts(bytes, encoding, 3, pieceOfText(encoding, size)).join('')).toBe(TEXT)
  })

  it(`${encoding}: an exact number of bytes that cuts a character is malformed`, () => {
    const cut = bytes.indexOf(Buffer.from('😀', encoding)) + 2
    const buffer = new ReceiveBuffer()
    buffer.append(bytes)
    expect(() => buffer.take(exactlyText(encoding, cut))).toThrow(MalformedFrame)
    expect(buffer.take(exactlyText(encoding, cut + 2))?.length).toBe(cut + 2)
  })
}

it.each(['80', 'ff', 'c0', 'e080', 'eda0', 'f08f', 'f490', 'f5', '61bf', 'e28280'])(
  '%s is no character that may still be whole',
  (hex) => {
    const bytes = Buffer.from(hex, 'hex')
    expect(someText('utf8').end(bytes, 0, 0)).toBe(bytes.length)
  },
)

it('one byte is one character elsewhere', () => {
  expect(someText('latin1').end(Uint8Array.of(0xe2), 0, 0)).toBe(1)
  expect(someText(undefined).end(Uint8Array.of(0xe2), 0, 0)).toBe(1)
})
