/** What a client sends, cut into messages: up to an end of line that is not within a block. */
import { type Allocate, type Framing, ReceiveBuffer } from '@sockio/core'
import { beforeBlock, blockEnd } from './program-message.ts'

/** What the messages of a client look like. */
export interface MessageForm {
  readonly eol: Buffer
  readonly blocks: boolean
  /** The limit of a message without a block, and of its block, in bytes. */
  readonly bufferSize: number
  readonly maxBlock: number
}

const HASH = 0x23
const QUOTE = 0x22
const APOSTROPHE = 0x27
/** `#9` and nine digits. */
const LONGEST_HEAD = 11
/** A client that has a part of a message rarely has more, and thousands of clients have none. */
const allocate: Allocate = (size) => Buffer.allocUnsafe(size)

export class Messages {
  readonly #framing: Framing
  readonly #form: MessageForm
  /** What waits for its end; most clients send whole messages, and need none. */
  #rest: ReceiveBuffer | undefined

  constructor(form: MessageForm, framing: Framing = message(form)) {
    this.#form = form
    this.#framing = framing
  }

  /** The bytes of a message that is not whole. */
  get pending(): number {
    return this.#rest?.length ?? 0
  }

  /**
   * Hands out the messages that are whole now, with their ends of line; each is a copy.
   *
   * @throws {Error} when a message is longer than it may be
   */
  push(chunk: Uint8Array, take: (message: Buffer) => void): void {
    const { eol } = this.#form
    if (this.#rest === undefined) {
      const whole = Buffer.from(chunk)
      const end = whole.indexOf(eol)
      if (end >= 0 && end + eol.length === whole.length && !whole.includes(HASH)) {
        take(whole) // one message, as most programs send it
        return
      }
    }
    this.#rest ??= new ReceiveBuffer(allocate, this.#form.bufferSize)
    this.#rest.append(chunk)
    for (let next = this.#rest.take(this.#framing); next !== undefined; next = this.#rest.take(this.#framing)) {
      take(Buffer.from(next.buffer, next.byteOffset, next.byteLength))
    }
    if (this.#rest.length === 0) this.#rest = undefined
  }
}

/** Where a message ends: one is for one client. */
export function message(form: MessageForm): Framing {
  const search = new MessageEnd(form)
  return {
    bounded: true,
    end: (view, start, scanned) => search.find(view, start, scanned),
    searching: (view, start) => view.length - start - search.counted >= form.bufferSize,
  }
}

/** Remembers how far it has looked, so that each byte is looked at once, however many pieces a message comes in. */
class MessageEnd {
  readonly #form: MessageForm
  /** From the start of the message: where to go on. */
  #at = 0
  /** The quote that is open there, or 0. */
  #quote = 0
  /** Where the last block in front of that ends. */
  #behind = 0
  /** The block that is not whole. */
  #waiting = 0
  #counted = 0

  constructor(form: MessageForm) {
    this.#form = form
  }

  /** Bytes of blocks, whose length their heads have told: what is searched is the rest. */
  get counted(): number {
    return this.#counted + this.#waiting
  }

  find(view: Uint8Array, start: number, scanned: number): number {
    const { eol, blocks } = this.#form
    if (scanned === 0) {
      this.#at = 0
      this.#quote = 0
      this.#behind = 0
      this.#counted = 0
    }
    this.#waiting = 0
    const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
    const found = bytes.indexOf(eol, start + Math.max(this.#behind, scanned - eol.length + 1))
    if (blocks) return this.#pastBlocks(bytes, start, found)
    return found < 0 ? -1 : found + eol.length - start
  }

  /** `found`: the next end of line, which is none where it is within a block. */
  #pastBlocks(bytes: Buffer, start: number, found: number): number {
    const { eol } = this.#form
    let end = found
    let i = start + this.#at
    while (i < (end < 0 ? bytes.length : end)) {
      const byte = bytes[i] as number
      if (this.#quote !== 0) {
        if (byte === this.#quote) this.#quote = 0
      } else if (byte === QUOTE || byte === APOSTROPHE) this.#quote = byte
      else if (byte === HASH && i > start && beforeBlock(String.fromCharCode(bytes[i - 1] as number))) {
        this.#at = i - start
        const size = this.#blockAt(bytes, i)
        if (size < 0) return -1
        if (i + size > bytes.length) {
          this.#waiting = size
          return bytes.length - i - size
        }
        i += size
        this.#counted += size
        if (size > 0) this.#behind = i - start
        if (end >= 0 && end < i) end = bytes.indexOf(eol, i)
        if (size > 0) continue
      }
      i++
    }
    this.#at = i - start
    return end < 0 ? -1 : end + eol.length - start
  }

  /** The size of the block that begins there: 0 for none, -1 while that is not known. */
  #blockAt(bytes: Buffer, at: number): number {
    const { maxBlock } = this.#form
    const size = blockEnd(bytes.toString('latin1', at, at + LONGEST_HEAD), 0)
    if (size <= maxBlock + LONGEST_HEAD) return size
    throw new RangeError(`a block of ${size} bytes, more than ${maxBlock} (maxBlock)`)
  }
}
