/** The life of the listening socket: it opens, refuses for a while, and opens again on the same port. */

import { createServer, type Server, type Socket } from 'node:net'
import { isError } from './realm.ts'
import { reset } from './reset.ts'
import { timers } from './timers.ts'
import { Waiters } from './waiters.ts'

/**
 * Free ports are looked for below the range that systems use for outgoing connections: within it, a client that keeps
 * dialling while the port refuses may be given that very port and connect to itself, or another program may take it.
 */
const FIRST_PORT = 10_240
const LAST_PORT = 32_767
const ATTEMPTS = 50
const RETRY_MS = 20

function isTaken(error: unknown): boolean {
  const code = isError(error) && 'code' in error ? error.code : undefined
  return code === 'EADDRINUSE' || code === 'EACCES'
}

/** What lets clients in. */
export interface Listening {
  readonly port: number
  /** Lets them in for the first time. */
  open(): Promise<void>
  /** Whether they are wanted: while they are not, they are refused. */
  want(wanted: boolean): void
  /** Resolves when they are let in. */
  ready(): Promise<void>
  /** Ends everything, including connections that nobody has taken over yet; resolves when all of it is gone. */
  close(): Promise<void>
}

/** Where to listen: on a Unix socket when there is a path. */
interface Place {
  readonly host: string
  readonly port: number
  readonly path: string | undefined
}

export class Listener implements Listening {
  readonly #host: string
  readonly #path: string | undefined
  readonly #accept: (tcp: Socket) => void
  readonly #sockets = new Set<Socket>()
  readonly #ready = new Waiters<void>()
  #port: number
  #server: Server | undefined
  #wanted = true
  #closed = false
  #retry: NodeJS.Timeout | undefined

  constructor({ host, port, path }: Place, accept: (tcp: Socket) => void) {
    this.#host = host
    this.#port = port
    this.#path = path
    this.#accept = accept
  }

  get port(): number {
    return this.#port
  }

  /** Listens for the first time; with port 0, on a port that is free. */
  async open(): Promise<void> {
    if (this.#port !== 0 || this.#path !== undefined) return this.#listen(this.#port)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT + 1 - FIRST_PORT))
      try {
        return await this.#listen(port)
      } catch (error) {
        if (!isTaken(error)) throw error
      }
    }
    return this.#listen(0)
  }

  /** Whether connections are wanted: closes or reopens the listening socket. */
  want(wanted: boolean): void {
    if (this.#closed || wanted === this.#wanted) return
    this.#wanted = wanted
    timers.clearTimeout(this.#retry)
    if (wanted) this.#reopen()
    else this.#shut()
  }

  /** Resolves when the port accepts connections. */
  ready(): Promise<void> {
    if (this.#server?.listening === true) return Promise.resolve()
    return this.#ready.wait(() => true)
  }

  /** Ends everything, including connections that nobody has taken over yet; resolves when all of it is gone. */
  async close(): Promise<void> {
    this.#closed = true
    timers.clearTimeout(this.#retry)
    this.#ready.fail(new Error('the simulated device was closed'))
    const gone = [...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    this.#shut()
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(gone)
  }

  #shut(): void {
    this.#server?.close()
    this.#server = undefined
  }

  #reopen(): void {
    this.#listen(this.#port).catch(() => {
      if (this.#wanted && !this.#closed) this.#retry = timers.setTimeout(() => this.#reopen(), RETRY_MS)
    })
  }

  async #listen(port: number): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true })
    this.#server = server
    server.on('connection', (socket) => this.#accepted(socket, server))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      const where = this.#path === undefined ? { host: this.#host, port } : { path: this.#path }
      server.listen({ ...where, exclusive: true }, resolve)
    })
    server.on('error', () => undefined) // accept() that fails, for want of descriptors, is not ours to mend
    if (this.#server !== server) {
      server.close() // no longer wanted by the time it listened
      return
    }
    const address = server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
    this.#ready.notify()
  }

  #accepted(socket: Socket, server: Server): void {
    socket.on('error', () => undefined) // whatever a client does to its connection must not end the process
    if (this.#server !== server) {
      reset(socket)
      return
    }
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    this.#accept(socket)
  }
}
