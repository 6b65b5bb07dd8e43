/** Sessions whose function runs in the caller's thread: those of transactions, and those of hooks. */
import { type Address, ClosedError } from '@sockio/core'
import type { Operations, RunHook } from '@sockio/node'
import { Foreign, type PlainError } from './errors.ts'
import { packed } from './messages.ts'
import type { Outbox } from './outbox.ts'
import { Tell } from './protocol.ts'

/** How many sessions that are over can say so in the driver's own words. */
const REMEMBERED = 64

interface Hosted {
  readonly operations: Operations
  /** The caller's function has returned, or failed. */
  finish(failure?: Foreign): void
}

export class HostedSessions {
  readonly #outbox: Outbox
  readonly #sessions = new Map<number, Hosted>()
  readonly #over = new Map<number, Operations>()
  #last = 0

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  /** Of a session that is over too: they say so. */
  operations(session: number, address: Address): Operations {
    const operations = this.#sessions.get(session)?.operations ?? this.#over.get(session)
    if (operations !== undefined) return operations
    throw new ClosedError('this session is over, since long', { address, phase: 'queued', sent: 'no' })
  }

  /** A transaction may run: resolves when the caller's function has returned. */
  grant(transaction: number, operations: Operations): Promise<void> {
    return new Promise((resolve, reject) => {
      const session = this.#begin(operations, (failure) => (failure === undefined ? resolve() : reject(failure)))
      this.#outbox.send(Tell.granted, transaction, packed([session]))
    })
  }

  /** The hook of a socket: first writes the lines of `init`, then has the caller's own run, if there is one. */
  hook(socket: number, init: readonly (string | Uint8Array)[], callers: boolean): RunHook {
    return (connection, operations, done) => {
      const next = () => {
        if (!callers) {
          done()
          return
        }
        const session = this.#begin(operations, (failure) =>
          failure === undefined ? done() : done({ error: failure }),
        )
        this.#outbox.send(Tell.hook, socket, packed([session]))
      }
      if (init.length === 0) {
        next()
        return
      }
      const call = operations.writeLines(init)
      connection.start(call, { onValue: next, onError: (error) => done({ error }) })
    }
  }

  finish(session: number, failure: PlainError | undefined): void {
    const hosted = this.#sessions.get(session)
    if (hosted === undefined) return
    this.#sessions.delete(session)
    this.#over.set(session, hosted.operations)
    this.#over.delete(session - REMEMBERED)
    if (failure === undefined) hosted.finish()
    else hosted.finish(new Foreign(failure.ref ?? 0, failure.name, failure.message))
  }

  #begin(operations: Operations, finish: (failure?: Foreign) => void): number {
    const session = ++this.#last
    this.#sessions.set(session, { operations, finish })
    return session
  }
}
