/** The connection to the instrument: the engine, behind a fence, and what comes that nobody is owed. */
import {
  type Call,
  Connection,
  type ConnectOptions,
  endpoint,
  parseUrl,
  type RunHook,
  type Transport,
  type TransportEvents,
  unbound,
  type Wire,
  type Written,
} from '@sockio/node'
import type { Fence } from './contract.ts'

/** Options of a connection that a configuration can hold: those that are no functions. */
export interface LinkOptions extends Omit<ConnectOptions<never>, Functions | 'redact'> {
  /** As in every flavour; a text is a regular expression, of which each match is shown as `***`. */
  readonly redact?: string | ConnectOptions['redact']
}

type Functions =
  | 'onConnectionMade'
  | 'onConnectionLost'
  | 'onEofReceived'
  | 'onStateChange'
  | 'onRetry'
  | 'onStray'
  | 'onError'
  | 'onWire'

/** Who is told what happens on it. */
export interface LinkHost {
  /** Does anybody wait for a reply? Then what comes is that. */
  readonly reading: boolean
  /** Bytes came that nobody was owed; to be kept, they must be copied. */
  unowed(bytes: Uint8Array): void
  connected(): void
  /** Something failed that no call waited for. */
  failed(error: Error): void
  /** The fence has said no. */
  fenced(): void
}

export class Link {
  readonly connection: Connection
  readonly #fence: Fence
  readonly #host: LinkHost
  #wire: Wire | undefined
  #cut: Error | undefined

  /**
   * @param init lines to send on each connection, before anything else
   * @param hears may all that comes unasked be taken at once? Not while a stream takes its own lines.
   * @throws {TypeError | RangeError} that names a wrong URL or option
   */
  constructor(
    url: string,
    options: LinkOptions,
    { init, hears }: { readonly init: readonly string[]; readonly hears: boolean },
    fence: Fence,
    host: LinkHost,
  ) {
    this.#fence = fence
    this.#host = host
    const { redact, ...others } = options
    const hidden = typeof redact === 'string' ? new RegExp(redact, 'g') : redact
    const parsed = parseUrl(url, { ...others, ...(hidden && { redact: hidden }) })
    const address = endpoint(parsed.host, parsed.port, Boolean(parsed.options.tls))
    const given: ConnectOptions<never> = {
      ...parsed.options,
      onStateChange: (state) => {
        if (state === 'ready') host.connected()
      },
      onStray: (bytes) => host.unowed(bytes),
      onError: (error) => host.failed(error),
    }
    const hook = init.length === 0 ? undefined : sending(init)
    this.connection = new Connection(address, given, hook, undefined, (transport) => this.#fenced(transport, hears))
  }

  /** Destroys the connection, for good; what was not handed to the kernel is never sent. */
  cut(error: Error): void {
    if (this.#cut !== undefined) return
    this.#cut = error
    this.#wire?.destroy()
    this.connection.dispose(() => undefined)
  }

  /** Bytes that are there and nobody was owed. */
  takeUnowed(): void {
    if (this.#host.reading || this.connection.inWaiting === 0) return
    const bytes = this.connection.takeInput()
    if (bytes.length > 0) this.#host.unowed(bytes)
  }

  #check(): Error | undefined {
    if (this.#cut !== undefined) return this.#cut
    if (this.#fence.mayWrite()) return undefined
    queueMicrotask(() => this.#host.fenced()) // after the turn of the engine in which this is asked
    return new Error('this hub does not own the instrument any more')
  }

  #fenced(transport: Transport, hears: boolean): Transport {
    return {
      dial: (events: TransportEvents): Wire => {
        const no = this.#check()
        if (no !== undefined) throw no
        const received: TransportEvents['received'] = (chunk, end) => {
          events.received(chunk, end)
          this.takeUnowed()
        }
        const wire = transport.dial(hears ? { ...unbound(events), received } : events)
        this.#wire = wire
        return new FencedWire(wire, () => this.#check())
      },
    }
  }
}

/** Nothing goes out when `check` gives an error, as if the connection had been dead already. */
class FencedWire implements Wire {
  readonly #wire: Wire
  readonly #check: () => Error | undefined

  constructor(wire: Wire, check: () => Error | undefined) {
    this.#wire = wire
    this.#check = check
  }

  write(chunks: readonly Uint8Array[]): Written {
    const no = this.#check()
    if (no === undefined) return this.#wire.write(chunks)
    this.#wire.destroy()
    return no
  }

  pause(): void {
    this.#wire.pause()
  }

  resume(): void {
    this.#wire.resume()
  }

  end(): void {
    this.#wire.end()
  }

  destroy(): void {
    this.#wire.destroy()
  }

  attempted(): Error | undefined {
    return this.#wire.attempted?.()
  }
}

/** Sends lines one after the other, and reads one reply to each that asks. */
function sending(lines: readonly string[]): RunHook {
  return (connection, operations, done) => {
    const step = (i: number): void => {
      const text = lines[i]
      if (text === undefined) done()
      else if (text.trimEnd().endsWith('?')) run(operations.query(text, { blocks: true }), i)
      else run(operations.command(text), i)
    }
    const run = <T>(call: Call<T>, i: number): void => {
      connection.start(call, { onValue: () => step(i + 1), onError: (error) => done({ error }) })
    }
    step(0)
  }
}
