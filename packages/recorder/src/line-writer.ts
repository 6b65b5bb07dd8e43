/**
 * Writes lines of JSON into memory, byte by byte: a text for each piece of a line, and for each line, would take several times
 * as long, and all calls of a connection go through here.
 */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const ZERO = 0x30
/** What has a short escape: `\t`, `\n`, `\r`. */
const ESCAPES: Readonly<Record<number, number>> = {
  9: 0x74,
  10: 0x6e,
  13: 0x72,
  [QUOTE]: QUOTE,
  [BACKSLASH]: BACKSLASH,
}
/** Up to so many bytes are looked at here, and more by what is faster once it runs. */
const SHORT = 256
const FEW = 12
const PRINTABLE = /^[\t\n\r\x20-\x7e]*$/
const MILLION = 1_000_000

export const piece = (text: string): Uint8Array => Buffer.from(text)

const BASE64 = piece('{"base64":"')
const BASE64_END = piece('"}')

export class LineWriter {
  #memory: Buffer
  #at = 0

  constructor(size: number) {
    this.#memory = Buffer.allocUnsafeSlow(size)
  }

  get length(): number {
    return this.#at
  }

  /** What was written so far, which the next `clear` forgets. */
  get written(): Buffer {
    return this.#memory.subarray(0, this.#at)
  }

  clear(): void {
    this.#at = 0
  }

  #room(size: number): void {
    const needed = this.#at + size
    if (needed <= this.#memory.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#memory.length))
    larger.set(this.written)
    this.#memory = larger
  }

  /** A piece that was made before, by `piece`. */
  put(bytes: Uint8Array): void {
    const { length } = bytes
    this.#room(length)
    const memory = this.#memory
    const at = this.#at
    // `set` takes as long for one byte as for a hundred; a few are faster by hand.
    if (length > FEW) memory.set(bytes, at)
    else for (let i = 0; i < length; i++) memory[at + i] = bytes[i] as number
    this.#at = at + length
  }

  text(text: string): void {
    this.#room(3 * text.length)
    this.#at += this.#memory.write(text, this.#at)
  }

  /** An integer of at least 0, and exact. */
  integer(n: number): void {
    if (n >= MILLION) {
      const high = Math.floor(n / MILLION)
      this.integer(high)
      this.#digits(n - high * MILLION, 6)
    } else this.#digits(n, n < 10 ? 1 : n < 100 ? 2 : n < 1000 ? 3 : n < 10_000 ? 4 : n < 100_000 ? 5 : 6)
  }

  /** Six digits, of a number that has at most so many. */
  six(n: number): void {
    this.#digits(n, 6)
  }

  #digits(n: number, count: number): void {
    this.#room(count)
    const memory = this.#memory
    let rest = n
    for (let at = this.#at + count - 1; at >= this.#at; at--) {
      const tens = (rest / 10) | 0
      memory[at] = ZERO + rest - 10 * tens
      rest = tens
    }
    this.#at += count
  }

  number(n: number): void {
    if (Number.isSafeInteger(n) && n >= 0) this.integer(n)
    else this.text(Number.isFinite(n) ? String(n) : 'null')
  }

  /** Bytes: a text where all of it is printable ASCII, else `{"base64":"..."}`. */
  bytes(bytes: Uint8Array): void {
    if (bytes.length > SHORT) this.#long(bytes)
    else if (!this.#short(bytes)) this.#base64(bytes)
  }

  #short(bytes: Uint8Array): boolean {
    const { length } = bytes
    this.#room(2 * length + 2)
    const memory = this.#memory
    let at = this.#at
    memory[at++] = QUOTE
    for (let i = 0; i < length; i++) {
      const byte = bytes[i] as number
      if (byte >= 0x20 && byte < 0x7f && byte !== QUOTE && byte !== BACKSLASH) memory[at++] = byte
      else {
        const letter = ESCAPES[byte]
        if (letter === undefined) return false
        memory[at++] = BACKSLASH
        memory[at++] = letter
      }
    }
    memory[at++] = QUOTE
    this.#at = at
    return true
  }

  #long(bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    if (PRINTABLE.test(text)) this.text(JSON.stringify(text))
    else this.#base64(bytes)
  }

  #base64(bytes: Uint8Array): void {
    this.put(BASE64)
    this.text(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'))
    this.put(BASE64_END)
  }
}
