/** What is typed, or pasted, while a command is under way: each line waits for its prompt, so that it stands before its reply. */
import { Readable } from 'node:stream'
import type { ReadStream } from 'node:tty'

const CARRIAGE_RETURN = 13
const LINE_FEED = 10
const CONTROL_C = 3

/** A terminal's input, of which a line passes at a time. */
export class TypedAhead extends Readable {
  readonly #terminal: ReadStream
  #held: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  /** A line has passed, and its command is not done. */
  #waits = false
  #over = false
  #returned = false
  /** As readline asks of the terminal that it edits lines on. */
  readonly isTTY = true

  constructor(terminal: ReadStream) {
    super()
    this.#terminal = terminal
    terminal.on('data', this.#typed)
    terminal.once('end', this.#ended)
  }

  setRawMode(on: boolean): this {
    this.#terminal.setRawMode(on)
    return this
  }

  /** The next line may pass. */
  release(): void {
    this.#waits = false
    this.#pass()
  }

  override _read(): void {
    // What is typed is pushed as it comes: people don't outrun a program.
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#terminal.off('data', this.#typed).off('end', this.#ended).pause()
    done(error)
  }

  readonly #typed = (bytes: Buffer): void => {
    const stop = this.#waits ? bytes.lastIndexOf(CONTROL_C) : -1
    if (stop < 0) this.#held = Buffer.concat([this.#held, bytes])
    else {
      // It gives up the command under way, and what was to come after that.
      this.push(bytes.subarray(stop, stop + 1))
      this.#held = Buffer.from(bytes.subarray(stop + 1))
    }
    this.#pass()
  }

  readonly #ended = (): void => {
    this.#over = true
    this.#pass()
  }

  #pass(): void {
    if (this.#waits) return
    if (this.#returned && this.#held[0] === LINE_FEED) this.#held = this.#held.subarray(1) // CR LF is one end of line
    const at = this.#held.findIndex((byte) => byte === CARRIAGE_RETURN || byte === LINE_FEED)
    const length = at < 0 ? this.#held.length : at + 1
    if (length > 0) {
      const line = this.#held.subarray(0, length)
      this.#held = this.#held.subarray(length)
      this.#returned = line.at(-1) === CARRIAGE_RETURN
      this.#waits = at >= 0
      this.push(line)
    }
    if (this.#over && this.#held.length === 0 && !this.#waits) this.push(null)
  }
}
