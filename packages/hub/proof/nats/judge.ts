/**
 * An instrument that remembers who owned it and what it was told. An owner says `OWNER <name>` on each of its connections;
 * anything else that ends in a token is answered with that token if it asks, and logged.
 */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

/** What one owner did, from its first byte on. */
export interface Reign {
  readonly owner: string
  /** Messages, without the greeting. */
  messages: number
  /** When the first message came. */
  first: number | undefined
}

export class Judge implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly reigns: Reign[] = []
  /** How often each token was executed. */
  readonly tokens = new Map<string, number>()
  /** What came from an owner after the next had begun. */
  readonly late: string[] = []
  messages = 0
  /** Answers are kept back, while this is set. */
  #kept: (() => void)[] | undefined
  #keptFrom: Reign | undefined
  #waiting: { readonly test: () => boolean; readonly resolve: () => void }[] = []

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket))
  }

  /** @param at a port (0: any) on loopback, or the path of a Unix socket */
  static async start(at: number | string): Promise<Judge> {
    const judge = new Judge()
    if (typeof at === 'number') judge.#server.listen(at, '127.0.0.1')
    else judge.#server.listen(at)
    await once(judge.#server, 'listening')
    return judge
  }

  get url(): string {
    const address = this.#server.address()
    return typeof address === 'string' ? `unix://${address}` : `tcp://127.0.0.1:${address?.port}`
  }

  /** Resolves when that is so; looked at after each message. */
  until(test: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ test, resolve })
    this.#look()
    return promise
  }

  /** Answers the present owner no more; resolves when it waits for one. */
  async keep(): Promise<void> {
    this.#kept = []
    this.#keptFrom = this.reigns.at(-1)
    await this.until(() => this.#kept !== undefined && this.#kept.length > 0)
  }

  /** Gives the answers that were kept back. */
  give(): void {
    for (const answer of this.#kept ?? []) answer()
    this.#kept = undefined
  }

  /** Says something unasked to whoever owns it. */
  say(text: string): void {
    for (const socket of this.#sockets) socket.write(text)
  }

  #serve(socket: Socket): void {
    let reign: Reign | undefined
    let rest = ''
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('data', (chunk) => {
      if (reign !== undefined && reign !== this.reigns.at(-1)) this.late.push(chunk.toString('latin1'))
      rest += chunk.toString('latin1')
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [verb = '', token = ''] = line.split(' ')
        if (verb === 'OWNER') reign = this.#begins(token)
        else this.#message(verb, token, socket)
      }
      this.#look()
    })
  }

  /** Another connection of the same owner goes on with its reign. */
  #begins(owner: string): Reign {
    const last = this.reigns.at(-1)
    if (last?.owner === owner) return last
    const reign: Reign = { owner, messages: 0, first: undefined }
    this.reigns.push(reign)
    return reign
  }

  #message(verb: string, token: string, socket: Socket): void {
    const reign = this.reigns.at(-1)
    this.messages++
    if (reign !== undefined) {
      reign.messages++
      reign.first ??= performance.now()
    }
    this.tokens.set(token, (this.tokens.get(token) ?? 0) + 1)
    if (!verb.endsWith('?')) return
    const answer = () => void socket.write(`${token}\n`)
    if (this.#kept !== undefined && reign === this.#keptFrom) this.#kept.push(answer)
    else answer()
  }

  #look(): void {
    for (const each of this.#waiting) if (each.test()) each.resolve()
    this.#waiting = this.#waiting.filter(({ test }) => !test())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
