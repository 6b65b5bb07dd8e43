/** The way out to one client: batches, pieces, byte counts, and the end of the connection. */

import type { Duplex } from 'node:stream'
import type { ConnectionCut, Cut } from './fault-plan.ts'
import { Fifo } from './fifo.ts'
import { END_OF_MESSAGE } from './memory/socket.ts'
import { reset } from './reset.ts'
import { timers } from './timers.ts'

/** A batch is written when it has grown to so many characters or bytes, at the latest at the end of the turn. */
const BATCH = 64 * 1024
/**
 * A reset that is part of a conversation comes so many ms after the bytes before it: it overtakes what is not yet with
 * the peer, and a peer that learns of both at once may report an end of file (libuv does) instead of a reset.
 */
const RESET_GAP_MS = 20

/**
 * Everything that is said to a client goes through here, in order. `add` collects, `flush` writes what was collected
 * in one piece. What can't be written at once (the fault `split`, a dead device) waits in `#queue`.
 */
export class Output {
  readonly #socket: Duplex
  /** The TCP socket itself, below TLS where there is TLS: only that one can be reset. */
  readonly #tcp: Duplex
  /** Of texts. */
  readonly #encoding: 'utf8' | 'latin1'
  /** Called when the device has ended or reset the connection. */
  readonly #ended: () => void
  #text = ''
  #batch: Uint8Array[] = []
  #batchLength = 0
  readonly #queue = new Fifo<Uint8Array>()
  #queueOffset = 0
  #pumping: NodeJS.Immediate | undefined
  #held = false
  #size = Number.POSITIVE_INFINITY
  #sent = 0
  #cuts: readonly ConnectionCut[] = []
  #replyCut: Cut | undefined
  #finish: 'end' | 'reset' | undefined
  #finishing = false
  #resetTimer: NodeJS.Timeout | undefined
  #waiting: (() => void)[] = []

  constructor(socket: Duplex, tcp: Duplex, encoding: 'utf8' | 'latin1', ended: () => void) {
    this.#socket = socket
    this.#tcp = tcp
    this.#encoding = encoding
    this.#ended = ended
    socket.on('drain', () => this.#unblock())
  }

  /** True when nothing more can be said: the connection is ending or over. */
  get closed(): boolean {
    return this.#finish !== undefined || this.#socket.destroyed || this.#socket.writableEnded
  }

  /** True when the client, or a fault, holds the output up. */
  get blocked(): boolean {
    return this.#held || this.#queue.length > 0 || this.#socket.writableNeedDrain
  }

  /** Resolves when the output is no longer blocked; never, when the connection is over. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.blocked) this.#waiting.push(resolve)
      else resolve()
    })
  }

  add(content: string | Uint8Array): void {
    if (this.closed) return
    if (typeof content === 'string') this.#text += content
    else {
      this.#closeText()
      this.#batch.push(content)
      this.#batchLength += content.length
    }
    if (this.#text.length + this.#batchLength >= BATCH) this.flush()
  }

  /** The last byte of what was collected, which is to be added later. */
  takeLast(): Uint8Array {
    this.#closeText()
    const part = this.#batch.pop() ?? new Uint8Array()
    const last = part.subarray(-1)
    this.#batch.push(part.subarray(0, -1))
    this.#batchLength -= last.length
    return last
  }

  flush(): void {
    this.#closeText()
    const [first] = this.#batch
    if (first === undefined) return
    const bytes = this.#batch.length === 1 ? first : Buffer.concat(this.#batch)
    this.#batch = []
    this.#batchLength = 0
    if (!this.closed) this.#send(bytes)
  }

  /** What was said last is a message of its own, where the way to the client has those. */
  endMessage(): void {
    this.flush()
    if (!this.closed) this.#enqueue(END_OF_MESSAGE)
  }

  /** The faults that concern the output have changed. */
  configure(held: boolean, size: number, cuts: readonly ConnectionCut[]): void {
    this.#held = held
    this.#size = size
    this.#cuts = cuts
    const due = this.closed ? undefined : cuts.find((cut) => this.#sent >= cut.after)
    if (due !== undefined) {
      this.finish(due.how)
      due.struck()
    }
    this.#unblock()
  }

  /** Ends the connection after so many further bytes; `finishReply` ends it where fewer came. */
  cutReply(cut: Cut): void {
    this.flush()
    this.#replyCut = { after: this.#sent + cut.after, how: cut.how }
    if (cut.after === 0) this.finishReply()
  }

  finishReply(): void {
    const cut = this.#replyCut
    if (cut === undefined) return
    this.flush()
    this.#replyCut = undefined
    this.finish(cut.how)
  }

  /** Ends the connection in order, once everything that was said has been written. */
  finish(how: 'end' | 'reset'): void {
    this.flush()
    if (this.closed) return
    this.#finish = how
    this.#pump()
  }

  /** Resets the connection now. */
  reset(): void {
    this.#finish ??= 'reset'
    this.dispose()
    if (this.#tcp.destroyed) return
    reset(this.#tcp)
    if (this.#socket !== this.#tcp) this.#socket.destroy()
    this.#ended()
  }

  /** Forgets what was not yet written, for a connection that is over. */
  dispose(): void {
    timers.clearImmediate(this.#pumping)
    timers.clearTimeout(this.#resetTimer)
    this.#text = ''
    this.#batch = []
    this.#queue.clear()
    this.#waiting = []
  }

  #closeText(): void {
    if (this.#text === '') return
    const bytes = Buffer.from(this.#text, this.#encoding)
    this.#text = ''
    this.#batch.push(bytes)
    this.#batchLength += bytes.length
  }

  #send(bytes: Uint8Array): void {
    const cut = this.#nearestCut()
    if (cut !== undefined && this.#sent + bytes.length >= cut.after) {
      this.#enqueue(bytes.subarray(0, cut.after - this.#sent))
      this.#replyCut = undefined
      this.finish(cut.how)
      if ('struck' in cut) cut.struck()
    } else this.#enqueue(bytes)
  }

  #nearestCut(): Cut | ConnectionCut | undefined {
    if (this.#cuts.length === 0) return this.#replyCut
    const cuts = this.#replyCut === undefined ? this.#cuts : [this.#replyCut, ...this.#cuts]
    return cuts.reduce((nearest, cut) => (cut.after < nearest.after ? cut : nearest))
  }

  #enqueue(bytes: Uint8Array): void {
    this.#sent += bytes.length
    if (bytes.length === 0 && bytes !== END_OF_MESSAGE) return
    if (!this.#held && this.#size === Number.POSITIVE_INFINITY && this.#queue.length === 0) {
      this.#socket.write(bytes)
      return
    }
    this.#queue.push(bytes)
    this.#pump()
  }

  /** Sees to it that the queue goes out, one piece per turn, and then the end of the connection. */
  #pump(): void {
    if (this.#held || this.#pumping !== undefined || this.#socket.destroyed) return
    if (this.#queue.length === 0) {
      if (this.#finish !== undefined) this.#finishNow(this.#finish)
      return
    }
    if (this.#socket.writableNeedDrain) return // 'drain' goes on
    this.#pumping = timers.setImmediate(() => {
      this.#pumping = undefined
      if (!this.#held) this.#writePiece()
      this.#unblock()
    })
  }

  #writePiece(): void {
    const bytes = this.#queue.peek()
    if (bytes === undefined) return
    const end = Math.min(bytes.length, this.#queueOffset + this.#size)
    this.#socket.write(bytes === END_OF_MESSAGE ? bytes : bytes.subarray(this.#queueOffset, end))
    this.#queueOffset = end
    if (end === bytes.length) {
      this.#queue.shift()
      this.#queueOffset = 0
    }
  }

  #unblock(): void {
    this.#pump()
    if (this.blocked) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }

  #finishNow(how: 'end' | 'reset'): void {
    if (this.#finishing || this.#socket.writableEnded) return
    this.#finishing = true
    if (how === 'end') {
      this.#socket.end()
      this.#ended()
    } else if (this.#sent === 0) this.reset()
    else this.#socket.write(Buffer.alloc(0), () => this.#resetSoon())
  }

  #resetSoon(): void {
    if (!this.#socket.destroyed) this.#resetTimer = timers.setTimeout(() => this.reset(), RESET_GAP_MS)
  }
}
