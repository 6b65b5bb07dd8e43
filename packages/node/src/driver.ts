/** Drives the machine of one connection: tells it what happens to the socket and the clock, and does what comes of it. */
import type { AsyncResource } from 'node:async_hooks'
import type { Address, Exchange, Machine } from '@sockio/core'
import { Clock } from './clock.ts'
import { Conventions } from './conventions.ts'
import { machineFor } from './machine-for.ts'
import { Notifications } from './notifications.ts'
import { type ConnectOptions, type Resolved, resolve } from './options.ts'
import { Patience, warnOfNoTimeout } from './patience.ts'
import { Port } from './port.ts'
import { transportTo } from './schemes.ts'
import type { Heeding } from './signals.ts'
import type { TimeSource } from './time-source.ts'
import { type Hook, type Parts, Told } from './told.ts'
import type { Through } from './transport.ts'
import { type Consult, Turns } from './turns.ts'

export class Driver implements Parts {
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
  readonly settled: (exchange: Exchange & Heeding) => void

  /**
   * The socket, the timers, the hook and the notifications belong to `context`, and to no caller. `settled` is told, within
   * the turn, what has ended and had a signal.
   */
  constructor(
    address: Address,
    options: ConnectOptions<never>,
    hook: Hook | undefined,
    time: TimeSource,
    context: AsyncResource,
    settled: (exchange: Exchange & Heeding) => void,
    through: Through,
  ) {
    this.context = context
    this.hook = hook
    this.settled = settled
    this.notifications = new Notifications(address, options, context)
    this.turns = new Turns(() => this.#settle(), this.notifications.report)
    const { consult, deliveries } = this.turns
    const policy: Consult = (ask, no) => consult(() => context.runInAsyncScope(ask), no)
    this.resolved = resolve(address, options, hook !== undefined, policy)
    this.conventions = new Conventions(this.resolved)
    const { settings } = this.resolved
    const transport = through(transportTo(settings.address, this.resolved))
    const tap = this.notifications.tap('sent')
    this.port = new Port(transport, settings.closeGrace, new Told(this), deliveries, time, context, tap)
    this.machine = machineFor(options.record, settings, this.port)
    this.clock = new Clock(time, context, (now) => {
      this.port.alarmAt = Number.POSITIVE_INFINITY // this one is over; the machine says when the next is due
      this.machine.fired(now)
      this.turns.over()
    })
    this.patience = new Patience(time, context, this.machine, warnOfNoTimeout)
  }

  /** What an input came to: writes, and sets the alarm. */
  #settle(): void {
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
}
