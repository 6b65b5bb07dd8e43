/**
 * The port of the machine on Node: dials and hangs up, and records everything else while a turn lasts, for the
 * connection to act on when the turn is over.
 */
import type { AsyncResource } from 'node:async_hooks'
import {
  type AnySockioError,
  asError,
  type Effects,
  type Exchange,
  type Fifo,
  type Run,
  type Session,
  type State,
  type StrayOrigin,
} from '@sockio/core'
import { Call, type Delivery } from './call.ts'
import { Dialled, type Dialler, type Hearer } from './dialled.ts'
import { Feed } from './feed.ts'
import type { Tap } from './notifications.ts'
import { OpenSockets } from './open-sockets.ts'
import type { SocketOptions } from './socket-options.ts'
import { systemTime, type TimeSource } from './time-source.ts'
import type { Transport, Wire, Written } from './transport.ts'

/** What the port tells the connection, outside of the machine's turns. */
export interface PortHost {
  /** Who hears of the connections that it dials. */
  readonly hearer: Hearer
  granted(session: Session): void
  refused(session: Session, error: AnySockioError): void
  hungUp(): void
  stray(bytes: Uint8Array, origin: StrayOrigin): void
  changed(to: State, from: State, error: Error | undefined): void
  settled(exchange: Exchange & { readonly signal: AbortSignal | undefined }): void
}

/** What became of a turn's writes, if there were any. */
export type Flushed = 'nothing' | Written

export class Port implements Effects, Dialler {
  readonly #transport: Transport
  readonly #closeGrace: number
  readonly #host: PortHost
  readonly #time: TimeSource
  readonly #context: AsyncResource
  readonly #tap: Tap | undefined
  readonly #deliveries: Fifo<Delivery>
  /** What the turn wants written; undefined for nothing. */
  #writes: Uint8Array[] | undefined
  /** The connection that was dialled. */
  #wire: Wire | undefined
  #epoch = 0
  /** How many requests were sent that no driver waits for a reply to. */
  told = 0
  readonly sockets = new OpenSockets()
  /** The alarm that the machine wants. */
  alarmAt: number = Number.POSITIVE_INFINITY
  socketOptions: SocketOptions | undefined = undefined

  /** `deliveries` takes what is to be told when the turn is over; `closeGrace`: how long the peer of a closed connection may take to say goodbye too, in ms. */
  constructor(
    transport: Transport,
    closeGrace: number,
    host: PortHost,
    deliveries: Fifo<Delivery>,
    time: TimeSource,
    context: AsyncResource,
    tap: Tap | undefined,
  ) {
    this.#transport = transport
    this.#closeGrace = closeGrace
    this.#host = host
    this.#deliveries = deliveries
    this.#time = time
    this.#context = context
    this.#tap = tap
  }

  /** The epoch of the connection that was dialled last. */
  get epoch(): number {
    return this.#epoch
  }

  /** Is there a connection, or an attempt at one? */
  get dialled(): boolean {
    return this.#wire !== undefined
  }

  // ---- of what was dialled

  has(wire: Wire | undefined): boolean {
    return this.#wire === wire
  }

  forget(wire: Wire | undefined): void {
    if (this.#wire === wire) this.#wire = undefined
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
    const { hearer } = this.#host
    this.#epoch = epoch
    try {
      const dialled = new Dialled(this, hearer, epoch)
      // What Node makes for the socket keeps the context it is made in, for as long as the socket lives.
      const wire = this.#context.runInAsyncScope(this.#transport.dial, this.#transport, dialled)
      dialled.wire = wire
      this.sockets.add(wire)
      this.#wire = wire
    } catch (error) {
      // What the transport was set to and can't do: a failed attempt like any other.
      const cause = asError(error)
      this.#deliveries.push({ deliver: () => hearer.lost(epoch, cause) })
    }
  }

  attempted(): Error | undefined {
    return this.#wire?.attempted?.()
  }

  disconnect(_epoch: number, how: 'end' | 'destroy'): void {
    const wire = this.#wire
    this.#writes = undefined
    this.socketOptions = undefined
    if (how === 'end' && wire !== undefined) {
      wire.end()
      if (this.#time !== systemTime) this.#leaveInTime(wire)
    } else {
      this.#wire = undefined
      wire?.destroy()
    }
  }

  /** Where nobody moves another clock on, the machine's own limit never comes; but a peer takes real time. */
  #leaveInTime(wire: Wire): void {
    const cancel = systemTime.after(this.#closeGrace, () => wire.destroy())
    this.sockets.whenGone(cancel)
  }

  write(bytes: Uint8Array): void {
    if (this.#writes === undefined) this.#writes = [bytes]
    else this.#writes.push(bytes)
  }

  pause(): void {
    this.#wire?.pause()
  }

  resume(): void {
    this.#wire?.resume()
  }

  frames(exchange: Exchange, run: Run): void {
    if (exchange instanceof Feed && exchange.push(run)) this.#deliveries.push(exchange)
  }

  settle(exchange: Exchange, error?: AnySockioError): void {
    if (exchange instanceof Call) {
      exchange.error = error
      if (exchange.sent !== 'no' && exchange.request !== undefined && !exchange.ofDriver) this.told++
      if (exchange.signal !== undefined) this.#host.settled(exchange)
      this.#deliveries.push(exchange)
    } else if (exchange instanceof Feed) {
      exchange.settle(error)
      this.told++ // it may have a start, and a stop
      if (exchange.signal !== undefined) this.#host.settled(exchange)
      this.#deliveries.push(exchange)
    }
  }

  granted(session: Session): void {
    this.#deliveries.push({ deliver: () => this.#host.granted(session) })
  }

  refused(session: Session, error: AnySockioError): void {
    this.#deliveries.push({ deliver: () => this.#host.refused(session, error) })
  }

  eof(): void {
    this.#deliveries.push({ deliver: () => this.#host.hungUp() })
  }

  stray(bytes: Uint8Array, origin: StrayOrigin): void {
    this.#deliveries.push({ deliver: () => this.#host.stray(bytes, origin) })
  }

  changed(to: State, from: State, error?: Error): void {
    this.#host.changed(to, from, error)
  }

  // ---- after the turn

  /** Writes all that the turn wants written, at once. */
  flush(): Flushed {
    const wire = this.#wire
    const chunks = this.#writes
    if (chunks === undefined || wire === undefined) return 'nothing'
    this.#writes = undefined
    if (this.#tap !== undefined) for (const bytes of chunks) this.#deliveries.push(this.#tap(bytes))
    return wire.write(chunks)
  }
}
