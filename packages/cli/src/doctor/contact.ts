/** One connection to the patient: what came, when, and how it ended. It can say one thing only. */
import type { Duplex } from 'node:stream'
import type { Ended, Exchange, Piece } from './chart.ts'
import { Change, until } from './waiting.ts'

/** Ms for the patient to let go of a connection that is closed. */
const GOODBYE = 300

export class Contact implements AsyncDisposable {
  readonly #socket: Duplex
  readonly #query: string
  readonly #signal: AbortSignal
  readonly #change = new Change()
  readonly #since = performance.now()
  #pieces: Piece[] = []
  #ended: Ended | undefined
  #closed = false

  /** @param query what `ask` says: nothing else is ever written */
  constructor(socket: Duplex, query: string, signal: AbortSignal) {
    this.#socket = socket
    this.#query = query
    this.#signal = signal
    socket.on('data', (bytes: Buffer) => {
      this.#pieces.push({ bytes, at: performance.now() })
      this.#change.notify()
    })
    socket.on('end', () => this.#end('closed'))
    socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code ?? error.message))
    socket.on('close', () => {
      this.#closed = true
      this.#end('closed')
    })
  }

  get ended(): Ended | undefined {
    return this.#ended
  }

  /** What came since the last question. */
  get heard(): Buffer {
    return Buffer.concat(this.#pieces.map(({ bytes }) => bytes))
  }

  get pieces(): readonly Piece[] {
    return this.#pieces
  }

  /** Writes the query and an end of line, in one piece; what came before is forgotten. */
  ask(end: string): number {
    this.#pieces = []
    const asked = performance.now()
    this.#socket.write(this.#query + end)
    return asked
  }

  /** Asks again, in the midst of a reply. */
  push(end: string): void {
    this.#socket.write(this.#query + end)
  }

  /** What became of a question. */
  exchange(end: string, asked: number): Exchange {
    return { end, asked, pieces: this.#pieces, heard: this.heard, ended: this.#ended }
  }

  /** Waits until `enough`, or the end of the connection, for `ms` at most. */
  until(enough: () => boolean, ms: number): Promise<boolean> {
    return until(this.#change, () => enough() || this.#ended !== undefined, ms, this.#signal)
  }

  /** Waits until nothing has come for `ms`, for `most` ms at most: false when there is no silence. */
  async quiet(ms: number, most: number): Promise<boolean> {
    const end = performance.now() + most
    for (;;) {
      const { length } = this.#pieces
      await this.until(() => this.#pieces.length > length, ms)
      if (this.#pieces.length === length) return true
      if (performance.now() > end) return false
    }
  }

  /** Says nothing for `ms`. */
  async rest(ms: number): Promise<void> {
    if (ms > 0) await this.until(() => false, ms)
  }

  /** Waits, whatever comes, until the connection ends: how long that took, or undefined after `ms`. */
  async lasts(ms: number): Promise<number | undefined> {
    await this.until(() => false, ms)
    return this.#ended === undefined ? undefined : performance.now() - this.#since
  }

  /** Closes in order, so that the patient knows; in vain when it does not listen. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.end()
    if (!this.#signal.aborted) {
      await until(this.#change, () => this.#closed, GOODBYE, this.#signal).catch(() => undefined)
    }
    this.#socket.destroy()
  }

  #end(how: string): void {
    this.#ended ??= { how: how === 'EPIPE' ? 'ECONNRESET' : how, after: performance.now() - this.#since }
    this.#change.notify()
  }
}
