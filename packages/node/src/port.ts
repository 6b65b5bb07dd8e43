/**
 * The port of the machine on Node: dials and hangs up, and records everything else while a turn lasts, for the
 * connection to act on when the turn is over.
 */
import type { AsyncResource } from 'node:async_hooks'
import type { Socket } from 'node:net'
import {
  type Address,
  type AnySockioError,
  asError,
  type Effects,
  type Exchange,
  Fifo,
  type Run,
  type Session,
  type State,
  type StrayOrigin,
} from '@sockio/core'
import { Call, type Delivery } from './call.ts'
import { debug } from './diagnostics.ts'
import { Feed } from './feed.ts'
import { harmless } from './harmless.ts'
import type { Tap } from './notifications.ts'
import { OpenSockets } from './open-sockets.ts'
import type { Resolved } from './options.ts'
import { applySocketOptions, type SocketOptions } from './socket-options.ts'
import { systemTime, type TimeSource } from './time-source.ts'
import { type Dialled, dial, type TransportEvents } from './transport.ts'

/** What the port tells the connection, outside of the machine's turns. */
export interface PortHost {
  /** A step of an attempt is done, and there is more to come. */
  made(): void
  connected(epoch: number): void
  received(epoch: number, chunk: Buffer): void
  eof(epoch: number): void
  lost(epoch: number, error?: Error): void
  drained(epoch: number): void
  granted(session: Session): void
  refused(session: Session, error: AnySockioError): void
  stray(bytes: Uint8Array, origin: StrayOrigin): void
  changed(to: State, from: State, error: Error | undefined): void
  settled(exchange: Exchange & { readonly signal: AbortSignal | undefined }): void
}

/** What became of a turn's writes: there were none, all are with the kernel, some are still here, or none has left. */
export type Flushed = 'nothing' | 'drained' | 'blocked' | Error

const NO_BYTES = new Uint8Array(0)

export class Port implements Effects {
  readonly #address: Address
  readonly #resolved: Resolved
  readonly #host: PortHost
  readonly #time: TimeSource
  readonly #context: AsyncResource
  readonly #tap: Tap | undefined
  /** What is to be told to users when the turn is over, in order. */
  readonly deliveries = new Fifo<Delivery>()
  readonly #writes = new Fifo<Uint8Array>()
  /** The connection that was dialled, and its socket once that is there. */
  #dialled: Dialled | undefined
  #socket: Socket | undefined
  #epoch = 0
  #stalled = false
  readonly sockets = new OpenSockets()
  /** What each write calls when it is done. Over TLS all of them have to wait; and Deno takes no empty one there. */
  readonly #done: ((error?: Error | null) => void) | undefined
  /** The alarm that the machine wants. */
  alarmAt: number = Number.POSITIVE_INFINITY
  socketOptions: SocketOptions | undefined = undefined

  constructor(resolved: Resolved, host: PortHost, time: TimeSource, context: AsyncResource, tap: Tap | undefined) {
    this.#address = resolved.settings.address
    this.#resolved = resolved
    this.#host = host
    this.#time = time
    this.#context = context
    this.#tap = tap
    this.#done = this.#address.tls ? this.#written : undefined
  }

  /** The epoch of the connection that was dialled last. */
  get epoch(): number {
    return this.#epoch
  }

  /** Is there a connection, or an attempt at one? */
  get dialled(): boolean {
    return this.#dialled !== undefined
  }

  // ---- outputs of the machine

  now(): number {
    return this.#time.now()
  }

  random(): number {
    return Math.random()
  }

  alarm(at: number): void {
    this.alarmAt = at
  }

  connect(epoch: number): void {
    const host = this.#host
    this.#epoch = epoch
    this.#stalled = false
    try {
      const events: TransportEvents = {
        made: (socket) => {
          host.made()
          if (this.#dialled !== dialled) return
          this.#socket = socket
          this.socketOptions = applySocketOptions(socket, this.#resolved, debug)
        },
        connected: () => host.connected(epoch),
        received: (chunk) => host.received(epoch, chunk),
        eof: () => host.eof(epoch),
        lost: (error) => host.lost(epoch, harmless(error)),
        gone: () => {
          if (this.#dialled === dialled) this.#forget()
          host.lost(epoch)
          this.sockets.gone(dialled)
        },
      }
      // What Node makes for the socket keeps the context it is made in, for as long as the socket lives.
      const dialled = this.#context.runInAsyncScope(() => dial(this.#address, this.#resolved, events))
      this.sockets.add(dialled)
      this.#dialled = dialled
    } catch (error) {
      // Options that node:net does not take: a failed attempt like any other.
      const cause = asError(error)
      this.deliveries.push({ deliver: () => host.lost(epoch, cause) })
    }
  }

  attempted(): Error | undefined {
    return this.#dialled?.attempted?.()
  }

  disconnect(_epoch: number, how: 'end' | 'destroy'): void {
    const socket = this.#socket
    const dialled = this.#dialled
    this.#writes.drain()
    this.socketOptions = undefined
    if (how === 'end' && socket !== undefined) {
      socket.resume() // the peer's goodbye comes after its last bytes
      socket.end()
      if (this.#time !== systemTime) this.#leaveInTime(socket)
    } else {
      this.#forget()
      dialled?.destroy()
    }
  }

  #forget(): void {
    this.#dialled = undefined
    this.#socket = undefined
  }

  /** Where nobody moves another clock on, the machine's own limit never comes; but a peer takes real time. */
  #leaveInTime(socket: Socket): void {
    socket.once(
      'close',
      systemTime.after(this.#resolved.settings.closeGrace, () => socket.destroy()),
    )
  }

  write(bytes: Uint8Array): void {
    this.#writes.push(bytes)
  }

  pause(): void {
    this.#socket?.pause()
  }

  resume(): void {
    this.#socket?.resume()
  }

  frames(exchange: Exchange, run: Run): void {
    if (exchange instanceof Feed && exchange.push(run)) this.deliveries.push(exchange)
  }

  settle(exchange: Exchange, error?: AnySockioError): void {
    if (exchange instanceof Call) {
      exchange.error = error
      if (exchange.signal !== undefined) this.#host.settled(exchange)
      this.deliveries.push(exchange)
    } else if (exchange instanceof Feed) {
      exchange.settle(error)
      if (exchange.signal !== undefined) this.#host.settled(exchange)
      this.deliveries.push(exchange)
    }
  }

  granted(session: Session): void {
    this.deliveries.push({ deliver: () => this.#host.granted(session) })
  }

  refused(session: Session, error: AnySockioError): void {
    this.deliveries.push({ deliver: () => this.#host.refused(session, error) })
  }

  stray(bytes: Uint8Array, origin: StrayOrigin): void {
    this.deliveries.push({ deliver: () => this.#host.stray(bytes, origin) })
  }

  changed(to: State, from: State, error?: Error): void {
    this.#host.changed(to, from, error)
  }

  // ---- after the turn

  /** Writes all that the turn wants written, at once. */
  flush(): Flushed {
    const writes = this.#writes
    const socket = this.#socket
    if (writes.length === 0 || socket === undefined) return 'nothing'
    if (writes.length === 1) this.#send(socket, writes)
    else {
      socket.cork()
      while (writes.length > 0) this.#send(socket, writes)
      socket.uncork()
    }
    // The kernel said no at once: it knew already that the connection is dead. The error event comes later.
    if (socket.errored !== null && !this.#stalled) return socket.errored
    this.#stalled = socket.writableLength > 0
    if (!this.#stalled) return 'drained'
    // A callback costs a tick of the event loop, so only a write that has to wait is followed by one that has it.
    if (this.#done === undefined) socket.write(NO_BYTES, this.#written)
    return 'blocked'
  }

  #send(socket: Socket, writes: Fifo<Uint8Array>): void {
    const bytes = writes.shift() as Uint8Array
    if (this.#tap !== undefined) this.deliveries.push(this.#tap(bytes))
    socket.write(bytes, this.#done)
  }

  readonly #written = (error?: Error | null): void => {
    if (error) return // the end of the connection, which is told apart from this
    if (!this.#stalled || this.#socket === undefined || this.#socket.writableLength > 0) return
    this.#stalled = false
    this.#host.drained(this.#epoch)
  }
}
