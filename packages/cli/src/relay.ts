/** Passes bytes on between clients and an instrument, as they come, and tells of each. */
import { once } from 'node:events'
import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import type { Address } from '@sockio/core'
import { messageOf } from './failure.ts'
import { listening } from './listening.ts'
import type { Direction, WireLog } from './wire-log.ts'

/** Ms from one question whether a client is still there to the next; and of silence before its system is asked. */
const PROBE = 1000
const KEEP_ALIVE = 30_000
const NOTHING = new Uint8Array()

export class Relay implements AsyncDisposable {
  readonly #to: Address
  readonly #tls: ConnectionOptions
  readonly #log: WireLog
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #connections = 0

  constructor(to: Address, tls: ConnectionOptions, log: WireLog) {
    this.#to = to
    this.#tls = tls
    this.#log = log
    // Either side may say that it is done, and still listen: as without a proxy.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => void this.#serve(client))
  }

  /** Listens; the port. */
  listen(host: string, port: number): Promise<number> {
    return listening(this.#server, host, port)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  async #serve(client: Socket): Promise<void> {
    const id = ++this.#connections
    this.#watch(client)
    const probing = probe(client)
    await this.#log.event(id, `a client has come from ${client.remoteAddress}:${client.remotePort}`)
    const instrument = this.#dial()
    this.#watch(instrument)
    const failed = (error: Error) => {
      if (client.destroyed && instrument.destroyed) return
      void this.#log.event(id, messageOf(error))
      for (const socket of [client, instrument]) socket.resetAndDestroy()
    }
    client.on('error', failed)
    instrument.on('error', failed)
    await Promise.all([
      this.#pass(id, 'request', client, instrument),
      this.#pass(id, 'reply', instrument, client),
    ]).catch(failed)
    clearInterval(probing)
  }

  #dial(): Socket {
    const { host, port, tls } = this.#to
    const options = { host, port, noDelay: true, allowHalfOpen: true }
    return tls ? connectTls({ ...options, ...this.#tls }) : connectTcp(options)
  }

  #watch(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /** Until `from` is done. A reader that is slow holds up its writer: nothing piles up here. */
  async #pass(id: number, direction: Direction, from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from) {
      await this.#log.bytes(id, direction, chunk)
      if (!to.write(chunk)) await taken(to)
    }
    if (to.destroyed) return
    await this.#log.event(id, `${direction === 'request' ? 'the client' : 'the instrument'} has closed`)
    to.end()
  }
}

/**
 * While an instrument does not take what a client has sent, nothing more is read from that, and so nobody would learn that it
 * has gone: to write nothing tells. A client that has closed in order is asked for by its system's keepalive.
 */
function probe(client: Socket): NodeJS.Timeout {
  client.setKeepAlive(true, KEEP_ALIVE)
  const ask = () => {
    if (client.writableLength === 0 && !client.writableEnded) client.write(NOTHING)
  }
  const probing = setInterval(ask, PROBE).unref()
  client.once('close', () => clearInterval(probing))
  return probing
}

/** Until it has taken what was written, or is gone. */
export async function taken(by: Socket): Promise<void> {
  const over = new AbortController()
  try {
    await Promise.race([once(by, 'drain', over), once(by, 'close', over)])
  } finally {
    over.abort()
  }
}
