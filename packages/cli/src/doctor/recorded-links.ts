/** Connections of the doctor that are recorded: those of sockio, as the streams that a probe reads and writes. */
import { Duplex } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import { ClosedError, ConnectionEOFError, type Options, SockioError, TCP } from '@sockio/aio'

/** What comes is for whoever reads, nobody waits for a reply, and a connection that has ended stays so. */
const PROBING: Options = { staleInput: 'keep', timeout: Number.POSITIVE_INFINITY, autoReconnect: false }

export interface LinkPlace {
  readonly host: string
  readonly tls: ConnectionOptions | undefined
  /** Longest wait for a connection, in ms. */
  readonly patience: number
}

export class RecordedLinks implements AsyncDisposable {
  readonly #host: string
  readonly #options: Options
  /** Those that may be used again are behind each other in one recording. */
  readonly #free = new Map<number, TCP[]>()
  readonly #all: TCP[] = []

  /** @param record the options that record */
  constructor({ host, tls, patience }: LinkPlace, record: Options) {
    this.#host = host
    this.#options = { ...PROBING, connectionTimeout: patience, ...(tls && { tls }), ...record }
  }

  /** @throws the system's error where there is one, else one of sockio */
  async connect(port: number, signal: AbortSignal): Promise<Duplex> {
    const free = this.#free.get(port) ?? []
    this.#free.set(port, free)
    const sock = free.pop() ?? this.#make(port)
    try {
      await sock.open({ signal })
    } catch (error) {
      free.push(sock)
      throw ofSystem(error)
    }
    return new RecordedStream(sock, () => free.push(sock))
  }

  /** Closes all; what was recorded is written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((sock) => sock[Symbol.asyncDispose]()))
  }

  #make(port: number): TCP {
    const sock = new TCP(this.#host, port, this.#options)
    this.#all.push(sock)
    return sock
  }
}

/** What the kernel, or TLS, said: that is what the probes know. */
function ofSystem(error: unknown): unknown {
  return error instanceof SockioError && error.cause instanceof Error ? error.cause : error
}

class RecordedStream extends Duplex {
  readonly #sock: TCP
  readonly #closed: () => void

  constructor(sock: TCP, closed: () => void) {
    super()
    this.#sock = sock
    this.#closed = closed
  }

  override _read(): void {
    this.#sock.read().then(
      (bytes) => this.push(bytes),
      (error: unknown) => {
        if (error instanceof ConnectionEOFError || error instanceof ClosedError) this.push(null)
        else this.destroy(ofSystem(error) as Error)
      },
    )
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#sock.write(bytes).then(
      () => done(),
      (error: unknown) => done(ofSystem(error) as Error),
    )
  }

  override _final(done: () => void): void {
    this.#sock.close().then(done, done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const over = () => {
      this.#closed()
      done(error)
    }
    this.#sock.close().then(over, over)
  }
}
