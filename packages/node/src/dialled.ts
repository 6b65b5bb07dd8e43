/** What a transport tells of one connection that was dialled. A class, since closures would be seven for each connection. */
import { harmless } from './harmless.ts'
import type { OpenSockets } from './open-sockets.ts'
import type { SocketOptions } from './socket-options.ts'
import type { TransportEvents, Wire } from './transport.ts'

/** Who is told, with the epoch of the connection. */
export interface Hearer {
  /** A step of an attempt is done, and there is more to come. */
  made(): void
  connected(epoch: number): void
  received(epoch: number, chunk: Buffer, end?: boolean): void
  eof(epoch: number): void
  lost(epoch: number, error?: Error): void
  drained(epoch: number): void
}

/** Who has dialled it, and perhaps another one since. */
export interface Dialler {
  readonly sockets: OpenSockets
  socketOptions: SocketOptions | undefined
  /** Is this the connection that there is? One that was given up may still tell something. */
  has(wire: Wire | undefined): boolean
  /** All of this connection is gone. */
  forget(wire: Wire | undefined): void
}

export class Dialled implements TransportEvents {
  readonly #dialler: Dialler
  readonly #hearer: Hearer
  readonly #epoch: number
  /** There before anything is told. */
  wire: Wire | undefined = undefined

  constructor(dialler: Dialler, hearer: Hearer, epoch: number) {
    this.#dialler = dialler
    this.#hearer = hearer
    this.#epoch = epoch
  }

  made(inForce?: SocketOptions): void {
    this.#hearer.made()
    if (this.#dialler.has(this.wire)) this.#dialler.socketOptions = inForce
  }

  connected(): void {
    this.#hearer.connected(this.#epoch)
  }

  received(chunk: Buffer, end?: boolean): void {
    this.#hearer.received(this.#epoch, chunk, end)
  }

  drained(): void {
    if (this.#dialler.has(this.wire)) this.#hearer.drained(this.#epoch)
  }

  eof(): void {
    this.#hearer.eof(this.#epoch)
  }

  lost(error: Error): void {
    this.#hearer.lost(this.#epoch, harmless(error))
  }

  gone(): void {
    this.#dialler.forget(this.wire)
    this.#hearer.lost(this.#epoch)
    if (this.wire !== undefined) this.#dialler.sockets.gone(this.wire)
  }
}
