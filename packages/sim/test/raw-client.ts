/** A bare `node:net` client that records what it observes, so that tests wait for events and never sleep. */
import { connect, type Socket } from 'node:net'
import type { SimulatedDevice } from '../src/index.ts'

export class RawClient implements AsyncDisposable {
  readonly socket: Socket
  readonly chunks: Buffer[] = []
  /** How it ended: the device's FIN, or the code of an error. */
  end: 'FIN' | string | undefined
  #changed: (() => void)[] = []

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.chunks.push(chunk)
      this.#notify()
    })
    socket.on('end', () => this.#ended('FIN'))
    socket.on('error', (error: NodeJS.ErrnoException) => this.#ended(error.code ?? error.message))
    socket.on('close', () => this.#ended('closed'))
  }

  /** Resolves when connected. */
  static async to(device: SimulatedDevice): Promise<RawClient> {
    const client = new RawClient(connect({ port: device.port, host: device.host, noDelay: true }))
    await new Promise((resolve, reject) => client.socket.once('connect', resolve).once('error', reject))
    return client
  }

  /** Whether a connection is accepted now. */
  static async dial(device: SimulatedDevice): Promise<string> {
    const socket = connect({ port: device.port, host: device.host })
    return new Promise((resolve) => {
      socket
        .once('connect', () => resolve('connected'))
        .once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
    }).finally(() => socket.destroy()) as Promise<string>
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks)
  }

  get text(): string {
    return this.bytes.toString('latin1')
  }

  write(data: string | Uint8Array): this {
    this.socket.write(data)
    return this
  }

  /** Resolves with all that came, once so many lines have come. */
  async lines(n: number): Promise<string> {
    await this.until(() => this.text.split('\n').length > n)
    return this.text
  }

  /** Resolves with how the connection ended. */
  async ended(): Promise<string> {
    await this.until(() => this.end !== undefined)
    return this.end ?? ''
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.end !== undefined && this.end !== 'FIN')
        throw new Error(`${this.end} after ${JSON.stringify(this.text)}`)
      await new Promise<void>((resolve) => this.#changed.push(resolve))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy()
  }

  #ended(how: string): void {
    this.end ??= how
    this.#notify()
  }

  #notify(): void {
    const changed = this.#changed
    this.#changed = []
    for (const resolve of changed) resolve()
  }
}

/** Sends the lines and returns all that came until so many lines had come. */
export async function ask(device: SimulatedDevice, requests: string, lines: number): Promise<string> {
  await using client = await RawClient.to(device)
  return await client.write(requests).lines(lines)
}
