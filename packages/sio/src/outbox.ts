/** What the thread of the sockets has to say: written into the pipe as there is room, in order, without ever blocking. */
import type { MessagePort } from 'node:worker_threads'
import { Fifo } from '@sockio/core'
import { pieces } from './messages.ts'
import type { Pipe } from './pipe.ts'
import { Word } from './protocol.ts'

export class Outbox {
  readonly #pipe: Pipe
  readonly #control: Int32Array
  readonly #caller: MessagePort
  /** What found no room; the first of it is written up to `#offset`. */
  readonly #queue = new Fifo<Buffer>()
  #offset = 0
  #flushing = false
  readonly #tell: (flush: () => boolean) => void

  /** `tell` is called when there is something to flush that came of the sockets. */
  constructor(pipe: Pipe, control: Int32Array, caller: MessagePort, tell: (flush: () => boolean) => void) {
    this.#pipe = pipe
    this.#control = control
    this.#caller = caller
    this.#tell = tell
  }

  send(kind: number, id: number, body?: Uint8Array, more?: Uint8Array): void {
    for (const piece of pieces(kind, id, body, more)) if (piece.length > 0) this.#queue.push(piece)
    if (this.#flushing) return
    this.#flushing = true
    queueMicrotask(this.#told) // all that one turn of the engine says comes together
  }

  readonly #told = (): void => this.#tell(this.#flush)
  readonly #flush = (): boolean => this.flush()

  /** Writes what there is room for, and wakes the caller; true when it was blocked. */
  flush(): boolean {
    this.#flushing = false
    if (this.#queue.length === 0) return false
    let moved = this.#write()
    if (this.#queue.length > 0) {
      Atomics.store(this.#control, Word.congested, 1)
      moved = this.#write() || moved // the caller may have made room before it could see the flag
    }
    return moved && this.#wake()
  }

  #write(): boolean {
    let moved = false
    for (let piece = this.#queue.peek(); piece !== undefined; piece = this.#queue.peek()) {
      const n = this.#pipe.write(piece, this.#offset)
      if (n === 0) break
      moved = true
      this.#offset += n
      if (this.#offset < piece.length) break
      this.#queue.shift()
      this.#offset = 0
    }
    return moved
  }

  #wake(): boolean {
    Atomics.add(this.#control, Word.sequence, 1)
    if (Atomics.notify(this.#control, Word.sequence) > 0 || Atomics.load(this.#control, Word.looking) === 1) return true
    if (Atomics.exchange(this.#control, Word.callerBell, 1) === 0) this.#caller.postMessage(0)
    return false
  }
}
