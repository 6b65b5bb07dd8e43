/** The devices of this process that are reached by a name, without a port: who listens now, and how one is reached. */
import type { Listening } from '../listener.ts'
import { Waiters } from '../waiters.ts'
import { MemorySocket } from './socket.ts'
import type { MemoryWire } from './wire.ts'

/** As ports are: one of each name in a process. */
const listening = new Map<string, MemoryListener>()

/** Connects a client to the device of that name, unless there is none. */
export function reach(name: string, wire: MemoryWire): void {
  const listener = listening.get(name)
  if (listener === undefined) wire.refused(`memory://${name}`)
  else listener.accept(wire)
}

export class MemoryListener implements Listening {
  readonly port = 0
  readonly #name: string
  readonly #messages: boolean
  readonly #accept: (socket: MemorySocket) => void
  readonly #sockets = new Set<MemorySocket>()
  readonly #ready = new Waiters<void>()
  #closed = false

  /** `messages`: is it said where they end? */
  constructor(name: string, messages: boolean, accept: (socket: MemorySocket) => void) {
    this.#name = name
    this.#messages = messages
    this.#accept = accept
  }

  async open(): Promise<void> {
    if (listening.has(this.#name)) throw new Error(`listen EADDRINUSE: memory://${this.#name} is taken`)
    this.want(true)
  }

  want(wanted: boolean): void {
    if (this.#closed) return
    if (wanted) listening.set(this.#name, this)
    else this.#shut()
    if (wanted) this.#ready.notify()
  }

  ready(): Promise<void> {
    return listening.get(this.#name) === this ? Promise.resolve() : this.#ready.wait(() => true)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#ready.fail(new Error('the simulated device was closed'))
    this.#shut()
    const gone = [...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(gone)
  }

  accept(wire: MemoryWire): void {
    const socket = new MemorySocket(wire, this.#messages)
    socket.on('error', () => undefined)
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    wire.connected(socket)
    this.#accept(socket)
  }

  #shut(): void {
    if (listening.get(this.#name) === this) listening.delete(this.#name)
  }
}
