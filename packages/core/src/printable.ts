/** Bytes as a person reads them in an error message: quoted ASCII with escapes, cut in the middle when long. */

const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' }

function readable(byte: number): string {
  const known = ESCAPES[byte]
  if (known !== undefined) return known
  if (byte >= 32 && byte < 127) return String.fromCharCode(byte)
  return `\\x${byte.toString(16).padStart(2, '0')}`
}

/** `"*IDN?\n"` with its quotes; of more than `most` bytes, the first and the last half. */
export function printable(bytes: Uint8Array, most = 64): string {
  const text = (from: number, to: number) => Array.from(bytes.subarray(from, to), readable).join('')
  if (bytes.length <= most) return `"${text(0, bytes.length)}"`
  const half = most >> 1
  return `"${text(0, half)}...${text(bytes.length - half, bytes.length)}" (${bytes.length} bytes)`
}

/** A text that somebody else may have written, on one line, and harmless to a terminal: a certificate has names in it. */
export function oneLine(text: string): string {
  // Control characters, formatting ones such as those that turn the direction of writing, odd separators.
  // biome-ignore lint/complexity/useRegexLiterals: a literal would cost every import the making of its tables
  const unsafe = new RegExp('[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]', 'gu')
  return text.trim().replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0
    return ESCAPES[code] ?? (code < 256 ? readable(code) : `\\u{${code.toString(16)}}`)
  })
}
