/** A client as any program may be: a bare socket, with what came on it in order. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export class Peer implements Disposable {
  readonly socket: Socket
  #bytes = Buffer.alloc(0)
  #ended = false
  #wake: () => void = () => undefined

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk as Buffer])
      this.#wake()
    })
    const over = () => {
      this.#ended = true
      this.#wake()
    }
    socket.on('end', over)
    socket.on('close', over)
    socket.on('error', () => undefined)
  }

  /** Connects to `127.0.0.1:7001`, or `unix:/path`. */
  static async to(address: string): Promise<Peer> {
    const port = /:(\d+)$/.exec(address)?.[1]
    const socket = address.startsWith('unix:')
      ? connect(address.slice(5))
      : connect({ port: Number(port), host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
    await once(socket, 'connect')
    return new Peer(socket)
  }

  send(text: string | Uint8Array): this {
    this.socket.write(text)
    return this
  }

  /** The next line, without its end. */
  async line(): Promise<string> {
    const bytes = await this.until(() => this.#bytes.indexOf('\n') + 1)
    return bytes.toString('latin1').trimEnd()
  }

  async exactly(n: number): Promise<Buffer> {
    return await this.until(() => (this.#bytes.length >= n ? n : 0))
  }

  async ask(text: string): Promise<string> {
    return await this.send(`${text}\n`).line()
  }

  /** All that comes until the hub hangs up. */
  async rest(): Promise<string> {
    while (!this.#ended) await this.#more()
    const all = this.#bytes.toString('latin1')
    this.#bytes = Buffer.alloc(0)
    return all
  }

  async until(size: () => number): Promise<Buffer> {
    for (;;) {
      const n = size()
      if (n > 0) {
        const taken = this.#bytes.subarray(0, n)
        this.#bytes = this.#bytes.subarray(n)
        return taken
      }
      if (this.#ended) throw new Error(`the hub has hung up, after ${JSON.stringify(this.#bytes.toString('latin1'))}`)
      await this.#more()
    }
  }

  /** Is gone, as a program that has crashed; only TCP can say so. */
  reset(): void {
    if (this.socket.remotePort === undefined) this.socket.destroy()
    else this.socket.resetAndDestroy()
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
  }
}
