/** The client's end of a connection in memory, as a driver of `@sockio/node` takes it: the names and rules are that one's. */
import { Fifo } from '../fifo.ts'
import { timers } from '../timers.ts'

/** What a driver hears of a connection. */
export interface MemoryEvents {
  made(): void
  connected(): void
  received(chunk: Buffer, end?: boolean): void
  drained(): void
  eof(): void
  lost(error: Error): void
  gone(): void
}

/** The device's end, as this one sees it. */
export interface Far {
  /** False when it has enough for now; `wants` tells when it wants more. */
  receive(bytes: Buffer): boolean
  /** No more will come; `forget`: nor what has not reached it. */
  receiveEnd(forget: boolean): void
}

/** What is on its way to the driver. */
interface Item {
  readonly bytes: Buffer
  /** Does a message end behind it? Undefined where the device does not say. */
  readonly end: boolean | undefined
  readonly done: () => void
}

function failure(code: string, what: string): Error {
  return Object.assign(new Error(`${what} ${code}`), { code })
}

export class MemoryWire {
  readonly #events: MemoryEvents
  #far: Far | undefined
  readonly #items = new Fifo<Item>()
  #pumping = false
  #paused = false
  #blocked = false
  /** The device has said that no more comes, and it was told. */
  #ended: 'no' | 'said' | 'told' = 'no'
  /** What the driver has said: that no more comes from here. */
  #finished = false
  #gone = false

  constructor(events: MemoryEvents) {
    this.#events = events
  }

  connected(far: Far): void {
    this.#far = far
    this.#events.made()
    this.#events.connected()
  }

  refused(url: string): void {
    if (this.#gone) return
    this.#events.lost(failure('ECONNREFUSED', `connect ${url}`))
    this.#leave()
  }

  get gone(): boolean {
    return this.#gone
  }

  // ---- for the driver

  write(chunks: readonly Uint8Array[]): 'drained' | 'blocked' | Error {
    if (this.#far === undefined || this.#gone) return failure('EPIPE', 'write')
    this.#blocked = !this.#far.receive(Buffer.concat(chunks)) // its own: what was written may be used again
    return this.#blocked ? 'blocked' : 'drained'
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#pump()
  }

  end(): void {
    this.#finished = true
    this.resume()
    this.#far?.receiveEnd(false)
    if (this.#ended === 'told') this.#leaveSoon()
  }

  destroy(): void {
    if (this.#gone) return
    this.#far?.receiveEnd(true)
    this.#far = undefined
    this.#leaveSoon()
  }

  // ---- for the device's end

  /** `done` is called when the driver has it. */
  hear(bytes: Buffer, end: boolean | undefined, done: () => void): void {
    if (this.#gone || this.#far === undefined) done()
    else {
      this.#items.push({ bytes, end, done })
      this.#pump()
    }
  }

  /** No more comes. */
  hearEnd(): void {
    if (this.#ended === 'no') this.#ended = 'said'
    this.#pump()
  }

  /** The device hung up rudely: what is under way is lost. */
  hearReset(): void {
    if (this.#gone || this.#far === undefined) return
    this.#far = undefined
    this.#items.clear()
    timers.setImmediate(() => {
      if (this.#gone) return
      this.#events.lost(failure('ECONNRESET', 'read'))
      this.#leave()
    })
  }

  /** The device has room again. */
  wants(): void {
    if (!this.#blocked) return
    this.#blocked = false
    timers.setImmediate(() => {
      if (!this.#gone) this.#events.drained()
    })
  }

  /** As an event loop would: in a turn of its own, one chunk after the other. */
  #pump(): void {
    if (this.#pumping || this.#paused || this.#gone) return
    this.#pumping = true
    timers.setImmediate(() => {
      this.#pumping = false
      if (this.#gone || this.#far === undefined || this.#paused) return
      const item = this.#items.shift()
      if (item !== undefined) {
        this.#events.received(item.bytes, item.end)
        item.done()
      } else if (this.#ended === 'said') {
        this.#ended = 'told'
        this.#events.eof()
        if (this.#finished) this.#leaveSoon()
      } else return
      this.#pump()
    })
  }

  #leaveSoon(): void {
    this.#far = undefined
    timers.setImmediate(() => this.#leave())
  }

  #leave(): void {
    if (this.#gone) return
    this.#gone = true
    for (let item = this.#items.shift(); item !== undefined; item = this.#items.shift()) item.done()
    this.#events.gone()
  }
}
