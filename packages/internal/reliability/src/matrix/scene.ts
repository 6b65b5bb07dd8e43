/** What a situation has to work with: one instrument, one socket of a flavour, and the moment at which the fault strikes. */
import { setImmediate } from 'node:timers/promises'
import type { Peer, Subject, SubjectOptions, SubjectSession, SubjectSocket } from '@sockio/conformance'
import type { FaultRow } from './fault-rows.ts'
import type { Limits, Operation } from './operations.ts'
import { type Outcome, outcome } from './outcome.ts'

export class Scene {
  readonly peer: Peer
  readonly operation: Operation
  readonly limits: Limits
  readonly #subject: Subject
  readonly fault: FaultRow
  readonly #sockets: SubjectSocket[] = []
  #n = 0
  #opened = 0
  #struck = false

  constructor(subject: Subject, peer: Peer, fault: FaultRow, operation: Operation, limits: Limits) {
    this.#subject = subject
    this.peer = peer
    this.fault = fault
    this.operation = operation
    this.limits = limits
  }

  get #banner(): boolean {
    return this.fault.fault.kind === 'banner'
  }

  /** All of them are disposed of at the end. */
  get sockets(): readonly SubjectSocket[] {
    return this.#sockets
  }

  socket(options: SubjectOptions = {}): SubjectSocket {
    const { host, port } = this.peer
    const hook = this.#banner ? { onConnectionMade: this.readBanner } : {}
    const sock = this.#subject.connect(host, port, { ...this.fault.options, ...hook, ...options })
    this.#sockets.push(sock)
    return sock
  }

  /** What a user of an instrument with a banner has to do: whoever asks at once takes it for the reply. */
  readonly readBanner = async (session: SubjectSession): Promise<void> => {
    if (this.#struck && this.#banner) await session.readLine()
  }

  /** A socket that is open for the instrument too: a connection that it has not accepted yet would be a new one to a fault. */
  async opened(options: SubjectOptions = {}): Promise<SubjectSocket> {
    const sock = this.socket(options)
    await sock.open()
    await this.peer.connected(++this.#opened)
    return sock
  }

  /** The fault is in force when this has resolved; what it does to connections may still be on its way. */
  async strike(): Promise<void> {
    if (this.fault.occupied === true) {
      await this.opened()
    }
    await this.peer.inject(this.fault.fault)
    this.#struck = true
  }

  /** The fault is over, and what the instrument had begun to say is here. */
  async mend(): Promise<void> {
    await this.peer.clear()
    this.#struck = false
    await this.peer.turned()
    for (let turn = 0; turn < 2; turn++) await setImmediate()
  }

  /** The number of a request, from 1. */
  next(): number {
    return ++this.#n
  }

  /** An operation that reads apart makes two calls, each with its own timeout. */
  get patience(): number {
    return this.limits.timeout * (this.operation.apart === true ? 2 : 1)
  }

  /** Runs the operation of this cell. */
  attempt(sock: SubjectSocket): Promise<Outcome> {
    const n = this.next()
    return outcome('operation', n, this.patience, () => this.operation.run(sock, n, this.limits))
  }

  /** Is the fault in force? */
  get struck(): boolean {
    return this.#struck
  }

  /** Tries the operation in a hook or a transaction; throws what the operation throws, as its user's code would. */
  async attemptIn(session: SubjectSession, tell: (outcome: Outcome) => void): Promise<void> {
    const { operation, limits } = this
    if (operation.on === 'socket') throw new Error(`${operation.name} is no operation of sessions`)
    const n = this.next()
    const made = await outcome('operation', n, this.patience, () => operation.run(session, n, limits))
    tell(made)
    if (made.error !== undefined) throw made.error
  }
}
