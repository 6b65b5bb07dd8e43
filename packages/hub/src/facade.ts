/** Façades: TCP ports and Unix sockets that look like the instrument. Each connection is one client of its owner. */
import { unlinkSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import type { Client, Guest, Owner } from './contract.ts'
import { formatPlace, type Listen } from './listen.ts'
import type { Role } from './roles.ts'

/** How long a client may take to hang up, once it was told that this is the end, in ms. */
const GRACE = 1000

export class Facade {
  readonly #listen: Listen
  readonly #owner: Owner
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #count = 0

  constructor(listen: Listen, owner: Owner) {
    this.#listen = listen
    this.#owner = owner
    const joined = (socket: Socket) => this.#join(socket)
    const how = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }
    if (listen.tls === undefined) this.#server = createServer(how, joined)
    else {
      this.#server = createTlsServer({ ...how, ...listen.tls, handshakeTimeout: 10_000 }, joined)
      this.#server.on('tlsClientError', (_error, socket: TLSSocket) => socket.destroy())
    }
  }

  /** Begins; where it listens, with the port that it got. */
  async open(): Promise<string> {
    const { place } = this.#listen
    if ('path' in place) await this.#clear(place.path)
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => {
        reject(new Error(`can't listen on ${formatPlace(place)}: ${error.message}`, { cause: error }))
      })
      this.#server.listen('path' in place ? { path: place.path } : place, () => {
        this.#server.removeAllListeners('error')
        this.#server.on('error', () => undefined) // of one connection that could not be accepted
        resolve()
      })
    })
    return this.address
  }

  get address(): string {
    const bound = this.#server.address()
    const { place } = this.#listen
    return formatPlace(
      'path' in place || bound === null || typeof bound === 'string' ? place : { ...place, port: bound.port },
    )
  }

  /** Takes no more clients; those that are there stay. */
  stop(): void {
    this.#server.close()
  }

  /** Done when all have hung up, once their owner has ended their sessions; who does not read in time is cut off. */
  async close(): Promise<void> {
    this.stop()
    const sockets = [...this.#sockets]
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, 2 * GRACE)
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))))
    clearTimeout(timer)
  }

  /** A socket that a dead hub has left behind is in the way; one that is answered is another's. */
  async #clear(path: string): Promise<void> {
    const refused = await new Promise<boolean>((resolve) => {
      const probe = connect(path)
      probe.once('connect', () => {
        probe.destroy()
        resolve(false)
      })
      probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
    })
    if (refused) unlinkSync(path)
  }

  #join(socket: Socket): void {
    const { role, locked, authenticate } = this.#listen
    this.#count++
    this.#sockets.add(socket)
    const guest = new SocketGuest(socket, this.#nameOf(socket), role, locked, authenticate)
    const client = this.#owner.join(guest)
    guest.serve(client, () => this.#sockets.delete(socket))
  }

  #nameOf(socket: Socket): string {
    if (socket instanceof TLSSocket && this.#listen.tls?.requestCert) {
      const name = socket.getPeerCertificate().subject?.CN
      if (name !== undefined && name.length > 0) return Array.isArray(name) ? name.join(' ') : name
    }
    const { remoteAddress, remotePort } = socket
    return remoteAddress === undefined ? `${this.address}#${this.#count}` : `${remoteAddress}:${remotePort}`
  }
}

/** One connection. */
class SocketGuest implements Guest {
  readonly name: string
  readonly role: Role
  readonly locked: boolean
  readonly authenticate: Listen['authenticate']
  readonly #socket: Socket
  #over = false

  constructor(socket: Socket, name: string, role: Role, locked: boolean, authenticate: Listen['authenticate']) {
    this.#socket = socket
    this.name = name
    this.role = role
    this.locked = locked
    this.authenticate = authenticate
  }

  serve(client: Client, gone: () => void): void {
    const socket = this.#socket
    socket.on('data', (bytes) => {
      if (!this.#over) client.received(bytes as Buffer)
    })
    socket.on('drain', () => client.drained())
    socket.on('end', () => {
      if (!this.#over) client.finish()
    })
    socket.on('error', () => client.leave())
    socket.on('close', () => {
      client.leave()
      gone()
    })
  }

  send(bytes: Uint8Array): boolean {
    return this.#socket.write(bytes)
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** All that was sent arrives; what the client still says is read, so that no reset overtakes it, and forgotten. */
  closed(): void {
    this.#over = true
    const socket = this.#socket
    socket.resume()
    socket.end(() => {
      const timer = setTimeout(() => socket.destroy(), GRACE)
      socket.once('close', () => clearTimeout(timer))
    })
  }
}
