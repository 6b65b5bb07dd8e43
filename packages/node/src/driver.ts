/** Drives the machine of one connection: tells it what happens to the socket and the clock, and does what comes of it. */
import type { AsyncResource } from 'node:async_hooks'
import type { Address, Exchange, Machine, Session } from '@sockio/core'
import { Clock, type ClockHost } from './clock.ts'
import { Conventions } from './conventions.ts'
import type { Hearer } from './dialled.ts'
import { machineFor } from './machine-for.ts'
import { Notifications, type Tap } from './notifications.ts'
import { type ConnectOptions, type Resolved, resolve } from './options.ts'
import { Patience } from './patience.ts'
import { Port } from './port.ts'
import { Procedure } from './procedure.ts'
import { transportTo } from './schemes.ts'
import { type Aborting, type Heeding, Signals } from './signals.ts'
import type { TimeSource } from './time-source.ts'
import { type Hook, type Parts, Told } from './told.ts'
import type { Through } from './transport.ts'
import { type Consulting, type TurnHost, Turns } from './turns.ts'

/** What a signal may end. */
type Subject = Exchange | Session

export class Driver implements Parts, Hearer, TurnHost, ClockHost, Consulting, Aborting<Subject> {
  readonly resolved: Resolved
  readonly conventions: Conventions
  readonly machine: Machine
  readonly port: Port
  readonly turns: Turns
  readonly patience: Patience
  readonly notifications: Notifications
  readonly clock: Clock
  readonly context: AsyncResource
  readonly hook: Hook | undefined
  /** Has something come from the peer, a connection or bytes, since the clock has asked? */
  heard = false
  readonly #tap: Tap | undefined
  /** None before the first signal: a connection is to take little memory, and so has methods in place of functions. */
  #signals: Signals<Subject & Heeding> | undefined

  /** The socket, the timers, the hook and the notifications belong to `context`, and to no caller. */
  constructor(
    address: Address,
    options: ConnectOptions<never>,
    hook: Hook | undefined,
    time: TimeSource,
    context: AsyncResource,
    through: Through,
  ) {
    this.context = context
    this.hook = hook
    this.notifications = new Notifications(address, options, context)
    this.#tap = this.notifications.tap('received')
    this.turns = new Turns(this)
    const { deliveries } = this.turns
    this.resolved = resolve(address, options, hook !== undefined, this)
    this.conventions = new Conventions(this.resolved)
    const { settings } = this.resolved
    const transport = through(transportTo(settings.address, this.resolved))
    const tap = this.notifications.tap('sent')
    this.port = new Port(transport, settings.closeGrace, new Told(this), deliveries, time, context, tap)
    this.machine = machineFor(options.record, settings, this.port)
    this.clock = new Clock(time, context, this)
    this.patience = new Patience(time, context, this.machine)
  }

  // ---- what is heard of the socket

  made(): void {
    this.heard = true
  }

  connected(epoch: number): void {
    this.heard = true
    this.turns.take(() => this.machine.connected(epoch))
  }

  received(epoch: number, chunk: Buffer, end?: boolean): void {
    this.heard = true
    if (chunk.length > 0) this.#tap?.(Buffer.from(chunk)).deliver() // its own: the chunk's memory is used again
    this.machine.received(epoch, chunk, end)
    this.turns.over()
  }

  eof(epoch: number): void {
    this.turns.take(() => this.machine.eof(epoch))
  }

  lost(epoch: number, error?: Error): void {
    this.turns.take(() => this.machine.lost(epoch, error))
  }

  drained(epoch: number): void {
    this.turns.take(() => this.machine.drained(epoch))
  }

  // ---- turns

  /** What an input came to: writes, and sets the alarm. */
  settle(): void {
    const { port, machine } = this
    for (let flushed = port.flush(); flushed !== 'nothing'; flushed = port.flush()) {
      if (flushed === 'drained') machine.drained(port.epoch)
      else if (flushed === 'blocked') machine.blocked(port.epoch)
      else machine.unwritten(port.epoch, flushed)
    }
    if (port.alarmAt !== Number.POSITIVE_INFINITY) this.clock.alarm(port.alarmAt)
    else if (!port.dialled) {
      // Timers left over must not keep the process alive.
      this.clock.stop()
      this.patience.stop()
    }
  }

  report(thrown: unknown): void {
    this.notifications.report(thrown)
  }

  fired(now: number): void {
    this.port.alarmAt = Number.POSITIVE_INFINITY // this one is over; the machine says when the next is due
    this.machine.fired(now)
    this.turns.over()
  }

  /** What is the connection's own, and no caller's, is asked in the connection's context. */
  consult<T>(ask: () => T, otherwise: T): T {
    return this.turns.consult(() => this.context.runInAsyncScope(ask), otherwise)
  }

  /** Has its signal, if it has one, abort it; false when that was aborted already: then the subject has ended. */
  heed(subject: Subject & Heeding): boolean {
    if (subject.signal === undefined) return true
    this.#signals ??= new Signals<Subject & Heeding>(this)
    return this.#signals.heed(subject)
  }

  /** The subject has ended. */
  forget(subject: Subject & Heeding): void {
    this.#signals?.forget(subject)
  }

  abort(subjects: Iterable<Subject>, reason: unknown): void {
    const exchanges = new Set(subjects)
    for (const subject of exchanges) {
      if (!(subject instanceof Procedure)) continue
      exchanges.delete(subject)
      this.turns.take(() => subject.abort(reason))
    }
    if (exchanges.size > 0) this.turns.take(() => this.machine.abort(exchanges, reason))
  }
}
