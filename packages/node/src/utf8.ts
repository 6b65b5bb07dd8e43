/** Text as bytes of UTF-8. */
import { Buffer } from 'node:buffer'

/** So short a text is sooner copied here than measured and written by Node, which crosses into C++ for each. */
const SHORT = 64

/** The bytes of `text`, and of `end` behind it, which is ASCII. */
export function utf8(text: string, end = ''): Buffer {
  const { length } = text
  if (length > SHORT) return Buffer.from(text + end)
  const bytes = Buffer.allocUnsafe(length + end.length)
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) return Buffer.from(text + end)
    bytes[i] = code
  }
  for (let i = 0; i < end.length; i++) bytes[length + i] = end.charCodeAt(i)
  return bytes
}
