/** The handle on a running simulation. */
import type { Fault } from './fault.ts'
import type { Reply } from './reply.ts'

/** A device that is being simulated, as `simulate()` resolves to; `await using` closes it. */
export interface SimulatedDevice extends AsyncDisposable {
  /** The address that it listens on. */
  readonly host: string
  /** The port that it listens on; the same for its whole life. */
  readonly port: number
  /** `tcp://host:port`, `tls://host:port`, `unix:///path` or `memory://name`. */
  readonly url: string
  /** How many clients are connected now. */
  readonly clients: number
  /** How many connections have been accepted so far; those that a fault closed at once are counted. */
  readonly connections: number
  /** The requests in the order in which they came, over all connections; of many, the newest 100 000 at least, or those of 64 MiB. */
  readonly requests: readonly string[]
  /** What the device itself threw; each such failure closes its client's connection and emits a process warning. */
  readonly errors: readonly Error[]
  /** The faults in force, in the order in which they came; those that are over are not among them. */
  readonly faults: readonly Fault[]

  /**
   * Puts a fault in force; returns what takes it away again.
   *
   * @throws {TypeError | RangeError} if it is no fault; {Error} after `close()`
   */
  inject(fault: Fault): () => void
  /** Takes all faults away. A port that refused listens again: see `ready()`. */
  clear(): void
  /**
   * Resets all connections and refuses new ones for `ms`, then is back by itself on the same port. Resolves when the
   * device is down; `ready()` tells when it is back.
   *
   * @throws {TypeError | RangeError} if `ms` is no number, negative or longer than a timer can wait
   */
  reboot(ms: number): Promise<void>
  /** Resolves when the port accepts connections: at once, unless a fault has closed it. Rejects after `close()`. */
  ready(): Promise<void>

  /** Sends something unasked to all clients. */
  send(reply: Reply): void
  /** Closes all connections: `'end'` (the default) with FIN after what has been said, `'reset'` at once with RST. */
  disconnect(how?: 'end' | 'reset'): void

  /**
   * Resolves with the request as soon as one with this text, or that the expression matches, has been received, before
   * this call or after; or, with a number, as soon as so many requests have been received. Rejects after `close()`.
   *
   * @throws {TypeError | RangeError} if it is something else, or a number below 1
   * @example
   * await device.received(/^MEAS/)
   */
  received(what: string | RegExp | number): Promise<string>
  /** Resolves when at least `n` clients are connected; default 1. Rejects after `close()`. */
  connected(n?: number): Promise<void>
  /** Resolves when no client is connected: at once when there is none. */
  disconnected(): Promise<void>

  /** Ends the simulation; resolves when no socket, timer or server is left. A second call is no error. */
  close(): Promise<void>
}
