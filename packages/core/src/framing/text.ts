/** Pieces of text: frames without an end of their own, which never end within a character. */
import type { Encoding } from '../options.ts'
import { exactly } from './exactly.ts'
import { type Framing, MalformedFrame } from './framing.ts'
import { orEndOfMessage } from './in-message.ts'
import { some } from './some.ts'

/** Bytes of a UTF-8 character that begins with `lead`; 0 where none does. */
function width(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return lead < 0x80 ? 1 : 0
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

/** May the second byte of a character follow its lead (RFC 3629, section 4)? */
function follows(lead: number, second: number): boolean {
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  return second >= least && second <= most
}

/** How many of the last bytes before `end` are the beginning of a character. What can't be one is left as it is. */
function begunUtf8(view: Uint8Array, start: number, end: number): number {
  for (let back = 1; back <= Math.min(3, end - start); back++) {
    const byte = view[end - back] ?? 0
    if (byte >= 0x80 && byte <= 0xbf) continue
    const begun = width(byte) > back && (back === 1 || follows(byte, view[end - back + 1] ?? 0))
    return begun ? back : 0
  }
  return 0
}

function begunUtf16(view: Uint8Array, start: number, end: number): number {
  const odd = (end - start) % 2
  const high = end - odd - 1 > start ? (view[end - odd - 1] ?? 0) : 0
  return high >= 0xd8 && high <= 0xdb ? odd + 2 : odd
}

type Begun = (view: Uint8Array, start: number, end: number) => number

/** What tells where a character is cut; undefined where each byte is one. */
function cutsOf(encoding: Encoding | undefined): Begun | undefined {
  if (encoding === 'utf8' || encoding === 'utf-8') return begunUtf8
  return encoding === 'utf16le' ? begunUtf16 : undefined
}

/** The frame is `wanted` bytes, less the character that they cut; but one whole character at least. */
function whole(begun: Begun, view: Uint8Array, start: number, wanted: number): number {
  const have = view.length - start
  for (let size = wanted; size <= have; size++) {
    const left = size - begun(view, start, start + size)
    if (left > 0) return left
  }
  return -1
}

/** Whatever has arrived, at most `most` bytes; as text, whole characters of it, and one at least. */
export function someText(encoding: Encoding | undefined, most = Number.POSITIVE_INFINITY): Framing {
  const bytes = some(most)
  const begun = cutsOf(encoding)
  if (begun === undefined) return bytes
  const end: Framing['end'] = (view, start) =>
    view.length === start ? -1 : whole(begun, view, start, Math.min(view.length - start, most))
  const recipe = ['someText', encoding, most] as const
  return { ...bytes, recipe, expected: () => 'a whole character', end, inMessage: orEndOfMessage(end) }
}

/** Frames of `size` bytes; as text, less the character that is cut, with which the next begins. */
export function pieceOfText(encoding: Encoding | undefined, size: number): Framing {
  const bytes = exactly(size)
  const begun = cutsOf(encoding)
  if (begun === undefined) return bytes
  return {
    ...bytes,
    recipe: ['pieceOfText', encoding, size],
    end(view, start, scanned) {
      const missing = bytes.end(view, start, scanned)
      return missing < 0 ? missing : whole(begun, view, start, size)
    },
  }
}

/** Exactly `size` bytes, which as text must not end within a character. */
export function exactlyText(encoding: Encoding | undefined, size: number): Framing {
  const bytes = exactly(size)
  const begun = cutsOf(encoding)
  if (begun === undefined) return bytes
  return {
    ...bytes,
    recipe: ['exactlyText', encoding, size],
    end(view, start, scanned) {
      const end = bytes.end(view, start, scanned)
      if (end > 0 && begun(view, start, start + end) > 0) {
        throw new MalformedFrame(`${size} bytes end within a character of ${encoding}: read them without an encoding`)
      }
      return end
    },
  }
}
