/** The instrument as the doctor reaches it: its name, and connections to it, each attempt with a limit. */
import { isIP, type LookupFunction, connect as tcp } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ConnectionOptions, connect as tls } from 'node:tls'
import { Contact } from './contact.ts'
import { lookUp } from './look-up.ts'
import type { RecordedLinks } from './recorded-links.ts'
import { Change, until } from './waiting.ts'

/** A connection that was not made; `code` of the system, `ETIMEDOUT` where nothing answered in time. */
export class Unreachable extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface PatientOptions {
  readonly host: string
  readonly tls: ConnectionOptions | undefined
  readonly query: string
  /** Longest wait for a name, and for a connection, in ms. */
  readonly patience: number
  /** Where connections come from that are recorded; else they are sockets of Node. */
  readonly links?: RecordedLinks | undefined
}

export class Patient {
  readonly #options: PatientOptions
  readonly #signal: AbortSignal
  #addresses: readonly string[] = []
  /** The name is not looked up again for each connection. */
  readonly #known: LookupFunction = (_host, { all }, callback) => {
    const known = this.#addresses.map((address) => ({ address, family: isIP(address) }))
    if (all) callback(null, known)
    else callback(null, known[0]?.address ?? '', known[0]?.family)
  }

  constructor(options: PatientOptions, signal: AbortSignal) {
    this.#options = options
    this.#signal = signal
  }

  /**
   * The addresses of its name, in the order in which the system gives them.
   *
   * @throws {Unreachable}
   */
  async addresses(): Promise<readonly string[]> {
    const { host, patience } = this.#options
    if (isIP(host) !== 0) return [host]
    const { addresses = [], code } = await lookUp(host, patience, this.#signal)
    if (code !== undefined || addresses.length === 0)
      throw new Unreachable(code ?? 'ENOTFOUND', `${host} was not found`)
    this.#addresses = addresses
    return addresses
  }

  /** @throws {Unreachable} */
  async connect(port: number): Promise<Contact> {
    const { links, query } = this.#options
    const connecting = links === undefined ? this.#dial(port) : links.connect(port, this.#signal)
    try {
      return new Contact(await connecting, query, this.#signal)
    } catch (error) {
      this.#signal.throwIfAborted()
      throw error instanceof Unreachable ? error : unreachable(error)
    }
  }

  async #dial(port: number): Promise<Duplex> {
    const { host, patience } = this.#options
    const change = new Change()
    const options = { host, port, noDelay: true, ...(this.#addresses.length > 0 && { lookup: this.#known }) }
    const secured = this.#options.tls
    const socket = secured === undefined ? tcp(options) : tls({ ...options, ...secured })
    let failure: unknown
    const failed = (error: unknown) => {
      failure = error
      change.notify()
    }
    let open = false
    const opened = () => {
      open = true
      change.notify()
    }
    let there = false
    socket.once('connect', () => {
      there = true
    })
    socket.once('error', failed).once(secured === undefined ? 'connect' : 'secureConnect', opened)
    try {
      await until(change, () => open || failure !== undefined, patience, this.#signal)
      if (failure !== undefined) throw unreachable(failure)
      if (!open && there) throw new Unreachable('EPROTO', 'no handshake of TLS in time')
      if (!open) throw new Unreachable('ETIMEDOUT', `${host}:${port} did not answer in time`)
      return socket // its listeners stay: what fails from now on is told to who has it, too
    } catch (error) {
      socket.on('error', () => undefined).destroy()
      throw error
    }
  }
}

function unreachable(error: unknown): Unreachable {
  const told = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const code = told === 'SOCKIO_CONNECT_TIMEOUT' ? 'ETIMEDOUT' : told
  const [first]: unknown[] = error instanceof AggregateError ? error.errors : []
  const message = first instanceof Error ? first.message : error instanceof Error ? error.message : code
  return new Unreachable(code, message.replace(/ - Local \(.*\)$/, ''))
}
