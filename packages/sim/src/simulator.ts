/** The running simulation: listener, clients and faults, and what a test may ask of them. */

import type { Duplex } from 'node:stream'
import { checkInteger, checkWord } from './check.ts'
import { checkFault } from './check-fault.ts'
import { Client, type ClientHost } from './client.ts'
import type { DeviceFunction } from './device.ts'
import type { Fault } from './fault.ts'
import { FaultPlan, isUnderWay } from './fault-plan.ts'
import { faults } from './faults.ts'
import { Listener, type Listening } from './listener.ts'
import { MemoryListener } from './memory/listener.ts'
import type { Settings } from './options.ts'
import { isError } from './realm.ts'
import { checkReply, type Reply } from './reply.ts'
import { RequestLog } from './request-log.ts'
import { secure } from './secure.ts'
import type { SimulatedDevice } from './simulated-device.ts'
import { timers } from './timers.ts'
import { Waiters } from './waiters.ts'

export class Simulator implements SimulatedDevice {
  readonly #settings: Settings
  readonly #listener: Listening
  readonly #plan = new FaultPlan(() => this.#faultsChanged())
  readonly #clients = new Set<Client>()
  readonly #clientsChanged = new Waiters<void>()
  readonly #log = new RequestLog()
  readonly #errors: Error[] = []
  readonly #reboots = new Set<NodeJS.Timeout>()
  readonly #clientHost: ClientHost
  #connections = 0
  #closing: Promise<void> | undefined

  constructor(answer: DeviceFunction, settings: Settings) {
    const { host, port, path, memory, messages, tls } = settings
    const accept = (socket: Duplex, tcp: Duplex) => this.#accept(socket, tcp)
    const plain = (socket: Duplex) => accept(socket, socket)
    this.#settings = settings
    this.#listener =
      memory === undefined
        ? new Listener({ host, port, path }, tls === undefined ? plain : secure(tls, accept))
        : new MemoryListener(memory, messages, plain)
    this.#clientHost = {
      answer,
      settings,
      plan: this.#plan,
      heard: (request) => this.#log.push(request),
      failed: (request, error) => this.#failed(request, error),
      reboot: (ms) => this.inject(faults.reboot(ms)),
      left: (client) => this.#left(client),
    }
  }

  get host(): string {
    return this.#settings.host
  }

  get port(): number {
    return this.#listener.port
  }

  get url(): string {
    const { path, memory } = this.#settings
    if (memory !== undefined) return `memory://${memory}`
    if (path !== undefined) return `unix://${encodeURI(path)}`
    const host = this.host.includes(':') ? `[${this.host}]` : this.host
    return `${this.#settings.tls === undefined ? 'tcp' : 'tls'}://${host}:${this.port}`
  }

  get clients(): number {
    return this.#clients.size
  }

  get connections(): number {
    return this.#connections
  }

  get requests(): readonly string[] {
    return this.#log.requests
  }

  get errors(): readonly Error[] {
    return this.#errors
  }

  get faults(): readonly Fault[] {
    return this.#plan.faults
  }

  async open(): Promise<void> {
    await this.#listener.open()
    for (const fault of this.#settings.faults) this.inject(fault)
  }

  inject(fault: Fault): () => void {
    checkFault(fault)
    if (this.#closing !== undefined) throw new Error('the simulated device was closed')
    const remove = this.#plan.inject(fault)
    if (fault.kind === 'reboot' && isUnderWay(fault)) this.#goDown(fault.ms, remove)
    return remove
  }

  clear(): void {
    this.#plan.clear()
  }

  async reboot(ms: number): Promise<void> {
    this.inject(faults.reboot(ms))
  }

  ready(): Promise<void> {
    return this.#listener.ready()
  }

  send(reply: Reply): void {
    checkReply('reply', reply)
    for (const client of [...this.#clients]) client.send(reply)
  }

  disconnect(how: 'end' | 'reset' = 'end'): void {
    checkWord('how', how, ['end', 'reset'])
    for (const client of [...this.#clients]) client.disconnect(how)
  }

  received(what: string | RegExp | number): Promise<string> {
    return this.#log.received(what)
  }

  connected(n = 1): Promise<void> {
    checkInteger('n', n, 0)
    return this.#whenClients((size) => size >= n)
  }

  disconnected(): Promise<void> {
    return this.#whenClients((size) => size === 0)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #whenClients(test: (size: number) => boolean): Promise<void> {
    const passes = () => test(this.#clients.size)
    return passes() ? Promise.resolve() : this.#clientsChanged.wait(passes)
  }

  #accept(socket: Duplex, tcp: Duplex): void {
    const client = new Client(++this.#connections, socket, tcp, this.#clientHost)
    if (this.#plan.has('singleClient') && this.#clients.size > 0) {
      client.disconnect('end')
      return
    }
    this.#clients.add(client)
    client.start()
    this.#clientsChanged.notify()
  }

  #left(client: Client): void {
    if (this.#clients.delete(client)) this.#clientsChanged.notify()
  }

  #failed(request: string, thrown: unknown): void {
    const error = isError(thrown) ? thrown : new Error(String(thrown), { cause: thrown })
    this.#errors.push(error)
    const message = `the simulated device failed after the request ${JSON.stringify(request)}: ${error.message}`
    process.emitWarning(message, { type: 'SimulatorWarning', ...(error.stack && { detail: error.stack }) })
  }

  #faultsChanged(): void {
    this.#listener.want(!this.#plan.closed)
    for (const client of [...this.#clients]) client.refresh()
  }

  #goDown(ms: number, back: () => void): void {
    for (const client of [...this.#clients]) client.disconnect('reset')
    const timer = timers.setTimeout(() => {
      this.#reboots.delete(timer)
      back()
    }, ms)
    this.#reboots.add(timer)
  }

  async #close(): Promise<void> {
    for (const timer of this.#reboots) timers.clearTimeout(timer)
    for (const client of [...this.#clients]) client.dispose()
    await this.#listener.close()
    const closed = new Error('the simulated device was closed')
    this.#log.fail(closed)
    this.#clientsChanged.fail(closed)
  }
}
