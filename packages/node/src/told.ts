/** What the port tells, outside of the machine's turns: news for users. A class, since closures would be half a dozen for each connection. */
import type { AsyncResource } from 'node:async_hooks'
import type { AnySockioError, Exchange, Machine, Session, State, StrayOrigin } from '@sockio/core'
import type { Conventions } from './conventions.ts'
import type { Hearer } from './dialled.ts'
import type { Notifications } from './notifications.ts'
import { Operations } from './operations.ts'
import type { PortHost } from './port.ts'
import type { Heeding } from './signals.ts'
import { Transaction } from './transaction.ts'
import type { Turns } from './turns.ts'

/** Runs the hook with the operations of its session; calls `done` once, with the failure if there was one. */
export type Hook = (operations: Operations, done: (failure?: { readonly error: unknown }) => void) => void

/** The parts of a driver that are told. */
export interface Parts extends Hearer {
  readonly machine: Machine
  readonly turns: Turns
  readonly conventions: Conventions
  readonly notifications: Notifications
  readonly context: AsyncResource
  readonly hook: Hook | undefined
  /** Is told, within the turn, what has ended and had a signal. */
  forget(subject: Exchange & Heeding): void
}

export class Told implements PortHost {
  readonly #parts: Parts

  /** The parts may be there only when something is told. */
  constructor(parts: Parts) {
    this.#parts = parts
  }

  get hearer(): Hearer {
    return this.#parts
  }

  granted(session: Session): void {
    if (session.stage !== 'begun') return // ended by what a user was told before
    const { turns, machine, conventions, context, hook } = this.#parts
    const operations = new Operations(conventions, session)
    const end = (failure?: { readonly error: unknown }) => turns.take(() => machine.end(session, failure))
    if (session instanceof Transaction) {
      session.run(operations, (deliver) => {
        turns.take(() => {
          turns.deliveries.push({ deliver }) // before what comes of it for others, and when its session takes no more
          machine.end(session)
        })
      })
    } else context.runInAsyncScope(() => hook?.(operations, end))
  }

  refused(session: Session, error: AnySockioError): void {
    if (session instanceof Transaction) session.refuse(error)
  }

  hungUp(): void {
    this.#parts.notifications.eof()
  }

  stray(bytes: Uint8Array, origin: StrayOrigin): void {
    this.#parts.notifications.stray(bytes, origin)
  }

  /** Called within the machine's turn: keeps for later what is to be told, with what is true now. */
  changed(to: State, from: State, error: Error | undefined): void {
    const { turns, machine, notifications } = this.#parts
    const change = { to, from, error, retry: machine.retry }
    turns.deliveries.push({ deliver: () => notifications.changed(change) })
  }

  settled(exchange: Exchange & Heeding): void {
    this.#parts.forget(exchange)
  }
}
