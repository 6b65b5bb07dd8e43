/** Bytes as text and back, one character a byte, so that an input reads as what it holds. */

/** The bytes of a string, each character one byte. */
export function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** The string of some bytes, each byte one character. */
export function text(bytes: Uint8Array): string {
  let all = ''
  for (const byte of bytes) all += String.fromCharCode(byte)
  return all
}
