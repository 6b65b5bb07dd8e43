/** Bytes without an end of line, each of which tells its place. */

/** A prime: bytes that are missing, or come twice, are noticed unless they are a multiple of it. */
const PERIOD = 241
/** After all that are ends of lines. */
const FIRST = 14

/** From the beginning of a flood; to be sent again and again. */
export const BYTES = Buffer.from(Uint8Array.from({ length: PERIOD * 1088 }, (_, i) => FIRST + (i % PERIOD)))

/** Are these the bytes from `place` on? */
export function right(bytes: Uint8Array, place: number): boolean {
  for (let done = 0; done < bytes.length; ) {
    const from = (place + done) % PERIOD
    const expected = BYTES.subarray(from, Math.min(BYTES.length, from + bytes.length - done))
    if (!expected.equals(bytes.subarray(done, done + expected.length))) return false
    done += expected.length
  }
  return true
}
