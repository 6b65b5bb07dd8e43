/** Passes bytes on between clients and an instrument, over connections of sockio, which may be recorded. */
import { createServer, type Server, type Socket } from 'node:net'
import { type Options, socketForUrl, type TCP } from '@sockio/aio'
import { messageOf } from './failure.ts'
import { listening } from './listening.ts'
import { taken } from './relay.ts'

/** What comes is for whoever reads, and nobody waits for a reply. */
const PASSING: Options = { staleInput: 'keep', timeout: Number.POSITIVE_INFINITY }

export class RecordingProxy implements AsyncDisposable {
  readonly #to: string
  readonly #options: Options
  readonly #tell: (text: string) => void
  readonly #server: Server
  readonly #clients = new Set<Promise<void>>()
  readonly #sockets = new Set<Socket>()
  #count = 0

  constructor(to: string, options: Options, tell: (text: string) => void) {
    this.#to = to
    this.#options = { ...PASSING, ...options }
    this.#tell = tell
    this.#server = createServer({ noDelay: true }, (client) => {
      const serving = this.#serve(client, ++this.#count).finally(() => this.#clients.delete(serving))
      this.#clients.add(serving)
    })
  }

  /** Listens; the port. */
  listen(host: string, port: number): Promise<number> {
    return listening(this.#server, host, port)
  }

  /** Ends all connections; what was recorded of them is written. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#clients)
  }

  async #serve(client: Socket, n: number): Promise<void> {
    this.#sockets.add(client)
    client.once('close', () => this.#sockets.delete(client))
    client.on('error', () => undefined) // its end follows
    this.#tell(`client ${n} has come from ${client.remoteAddress}:${client.remotePort}`)
    await using instrument = socketForUrl(this.#to, this.#options)
    try {
      await instrument.open()
      const replies = this.#replies(instrument, client)
      for await (const chunk of client) await instrument.write(chunk)
      await instrument.close()
      await replies
      this.#tell(`client ${n} has gone`)
    } catch (error) {
      this.#tell(`client ${n}: ${messageOf(error)}`)
      client.resetAndDestroy()
    }
  }

  /** Until the connection ends, or is closed behind the client. */
  async #replies(instrument: TCP, client: Socket): Promise<void> {
    try {
      for (;;) {
        const bytes = await instrument.read()
        if (!client.write(bytes)) await taken(client)
      }
    } catch {
      client.end() // the client is told as it would have been
    }
  }
}
