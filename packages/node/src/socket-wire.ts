/** A wire over a socket of Node. */
import type { Socket } from 'node:net'
import { debug } from './diagnostics.ts'
import type { Resolved } from './options.ts'
import { applySocketOptions } from './socket-options.ts'
import type { TransportEvents, Wire, Written } from './transport.ts'

const NO_BYTES = new Uint8Array(0)

/** What ends an attempt at a connection, or the connection. */
interface Carrier {
  attempted?(): Error | undefined
  destroy(): unknown
}

export class SocketWire implements Wire {
  readonly #events: TransportEvents
  readonly #wishes: Pick<Resolved, 'noDelay' | 'keepAlive' | 'tos'> | undefined
  #carrier: Carrier | undefined
  #socket: Socket | undefined
  #stalled = false
  /** What each write calls when it is done. Over TLS all of them have to wait; and Deno takes no empty one there. */
  #done: ((error?: Error | null) => void) | undefined

  /** `wishes`: the options of a TCP socket; absent for one of another kind. */
  constructor(events: TransportEvents, wishes?: Pick<Resolved, 'noDelay' | 'keepAlive' | 'tos'>) {
    this.#events = events
    this.#wishes = wishes
  }

  carriedBy(carrier: Carrier): this {
    this.#carrier = carrier
    return this
  }

  /** The one socket that the attempt comes to; it is connected. */
  connected(socket: Socket): void {
    this.#made(socket)
    this.#events.connected()
  }

  /** The one socket that the attempt comes to; its handshake is still to come. */
  madeSecure(socket: Socket): void {
    const done = (error?: Error | null) => this.#written(error)
    this.#done = done
    this.#made(socket)
  }

  #made(socket: Socket): void {
    this.#socket = socket
    this.#events.made(this.#wishes && applySocketOptions(socket, this.#wishes, debug))
  }

  attempted(): Error | undefined {
    return this.#carrier?.attempted?.()
  }

  write(chunks: readonly Uint8Array[]): Written {
    const socket = this.#socket as Socket
    const [only] = chunks
    if (chunks.length === 1) socket.write(only as Uint8Array, this.#done)
    else {
      socket.cork()
      for (const bytes of chunks) socket.write(bytes, this.#done)
      socket.uncork()
    }
    // The kernel said no at once: it knew already that the connection is dead. The error event comes later.
    if (socket.errored !== null && !this.#stalled) return socket.errored
    this.#stalled = socket.writableLength > 0
    if (!this.#stalled) return 'drained'
    // A callback costs a tick of the event loop, so only a write that has to wait is followed by one that has it.
    if (this.#done === undefined) socket.write(NO_BYTES, (error) => this.#written(error))
    return 'blocked'
  }

  #written(error?: Error | null): void {
    if (error) return // the end of the connection, which is told apart from this
    if (!this.#stalled || this.#socket === undefined || this.#socket.writableLength > 0) return
    this.#stalled = false
    this.#events.drained()
  }

  pause(): void {
    this.#socket?.pause()
  }

  resume(): void {
    this.#socket?.resume()
  }

  end(): void {
    this.#socket?.resume() // the peer's goodbye comes after its last bytes
    this.#socket?.end()
  }

  destroy(): void {
    this.#carrier?.destroy()
  }
}
