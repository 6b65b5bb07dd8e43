/** The device's end of a connection in memory: to the simulator, a socket like any other. */
import { Duplex } from 'node:stream'
import { Fifo } from '../fifo.ts'
import { timers } from '../timers.ts'
import type { Far, MemoryWire } from './wire.ts'

/** Written behind a message, it says that this ends there. */
export const END_OF_MESSAGE: Buffer = Buffer.alloc(0)

const NOTHING = Buffer.alloc(0)
/** A network does not hand over more at once. */
const PIECE = 64 * 1024

export class MemorySocket extends Duplex implements Far {
  readonly #wire: MemoryWire
  readonly #messages: boolean
  /** What has not reached the device: more than it takes waits here, as it would in the client's own memory. */
  readonly #coming = new Fifo<Buffer>()
  #last: 'to come' | 'coming' | 'come' = 'to come'

  /** `messages`: is it said where they end? */
  constructor(wire: MemoryWire, messages: boolean) {
    super({ allowHalfOpen: true })
    this.#wire = wire
    this.#messages = messages
  }

  receive(bytes: Buffer): boolean {
    for (let at = 0; at < bytes.length; at += PIECE) this.#coming.push(bytes.subarray(at, at + PIECE))
    this.#feedSoon()
    return bytes.length + this.readableLength < this.readableHighWaterMark
  }

  receiveEnd(forget: boolean): void {
    if (forget) {
      this.#feed() // what there is room for has left the client
      this.#coming.clear()
    }
    if (this.#last === 'to come') this.#last = 'coming'
    this.#feedSoon()
  }

  #feedSoon(): void {
    timers.setImmediate(() => this.#feed())
  }

  #feed(): void {
    if (this.destroyed || this.#last === 'come') return
    for (let piece = this.#coming.shift(); piece !== undefined; piece = this.#coming.shift()) {
      if (!this.push(piece)) return // `_read` goes on
    }
    if (this.#last === 'coming') {
      this.#last = 'come'
      this.push(null)
    } else this.#wire.wants()
  }

  /** Hangs up without a goodbye, as a reset does. */
  resetAndDestroy(): void {
    this.#wire.hearReset()
    this.destroy()
  }

  override _read(): void {
    this.#feedSoon()
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const end = this.#messages ? chunk === END_OF_MESSAGE : undefined
    this.#wire.hear(chunk === END_OF_MESSAGE ? NOTHING : Buffer.from(chunk), end, done)
  }

  override _final(done: () => void): void {
    this.#wire.hearEnd()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#wire.hearEnd()
    done(error)
  }
}
