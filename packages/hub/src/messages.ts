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
      if (whole.indexOf(eol) === whole.length - eol.length && !whole.includes(HASH)) {
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

/** Where a message ends. */
export function message({ eol, blocks, maxBlock }: MessageForm): Framing {
  const end = (view: Uint8Array, start: number, scanned: number): number => {
    const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
    let searched = start + Math.max(0, scanned - eol.length + 1)
    let at = start
    for (;;) {
      const found = bytes.indexOf(eol, Math.max(at, searched))
      const limit = found < 0 ? bytes.length : found
      const hash = blocks ? blockAt(bytes, start, at, limit) : -1
      if (hash < 0) return found < 0 ? -1 : found + eol.length - start
      const size = blockEnd(bytes.toString('latin1', hash, hash + 11), 0)
      if (size < 0) return -1
      if (size > maxBlock + 11) throw new RangeError(`a block of ${size} bytes, more than ${maxBlock} (maxBlock)`)
      if (hash + size > bytes.length) return bytes.length - hash - size
      at = size === 0 ? hash + 1 : hash + size
      searched = at
    }
  }
  return { bounded: true, end, searching: (view, start) => end(view, start, 0) === -1 }
}

/** Where in `bytes[from..to)` a `#` stands that may begin a block: behind a blank or a comma, and not in quotes. */
function blockAt(bytes: Buffer, start: number, from: number, to: number): number {
  for (let at = bytes.indexOf(HASH, from); at >= 0 && at < to; at = bytes.indexOf(HASH, at + 1)) {
    if (at > start && beforeBlock(String.fromCharCode(bytes[at - 1] ?? 0)) && !quoted(bytes, from, at)) return at
  }
  return -1
}

function quoted(bytes: Buffer, from: number, to: number): boolean {
  let open = 0
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0
    if (open === 0 && (byte === 0x22 || byte === 0x27)) open = byte
    else if (byte === open) open = 0
  }
  return open !== 0
}
