/** An instrument in the worker, as a row sees it: every question is a promise. */
import type { Fault, Reply } from '@sockio/sim'

/** Sends one command to the worker and gives its result. */
export type Command = (op: string, ...args: readonly unknown[]) => Promise<unknown>

export class Peer implements AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly #command: Command

  constructor(host: string, port: number, command: Command) {
    this.host = host
    this.port = port
    this.#command = command
  }

  /** Puts a fault in force. */
  inject(fault: Fault): Promise<void> {
    return this.#command('inject', fault) as Promise<void>
  }

  /** Takes all faults away; resolves when the port accepts connections. */
  clear(): Promise<void> {
    return this.#command('clear') as Promise<void>
  }

  /** Says something unasked to all clients, as soon as there is one. */
  send(reply: Reply): Promise<void> {
    return this.#command('send', reply) as Promise<void>
  }

  /** Answers that request when it comes; `said` is 1 from then on, which also a blocked thread can see. */
  reply(request: string, reply: Reply, said: Int32Array<SharedArrayBuffer>): Promise<void> {
    return this.#command('reply', request, reply, said) as Promise<void>
  }

  /** Ends all connections, as soon as there is one. */
  disconnect(how: 'end' | 'reset'): Promise<void> {
    return this.#command('disconnect', how) as Promise<void>
  }

  /** Resets all connections and is back after `ms`. Resolves when it is down. */
  reboot(ms: number): Promise<void> {
    return this.#command('reboot', ms) as Promise<void>
  }

  /** All requests so far. */
  requests(): Promise<readonly string[]> {
    return this.#command('requests') as Promise<readonly string[]>
  }

  /** Resolves when such a request, or so many requests, came, before this call or after. */
  received(what: string | RegExp | number): Promise<string> {
    return this.#command('received', what) as Promise<string>
  }

  /** Clients now. */
  clients(): Promise<number> {
    return this.#command('clients') as Promise<number>
  }

  /** Resolves when so many clients are there. */
  connected(n = 1): Promise<void> {
    return this.#command('connected', n) as Promise<void>
  }

  /** Resolves when no client is there. */
  disconnected(): Promise<void> {
    return this.#command('disconnected') as Promise<void>
  }

  /** Connections accepted so far. */
  connections(): Promise<number> {
    return this.#command('connections') as Promise<number>
  }

  /** Items that the device's streams have produced so far: it stands still while the client holds them up. */
  produced(): Promise<number> {
    return this.#command('produced') as Promise<number>
  }

  /** Sends the replies that the device holds back. */
  release(): Promise<void> {
    return this.#command('release') as Promise<void>
  }

  /** Resolves when some turns of its event loop are over: what it had begun to say without a delay is said. */
  turned(): Promise<void> {
    return this.#command('turned') as Promise<void>
  }

  /** Ends the simulation. */
  close(): Promise<void> {
    return this.#command('close') as Promise<void>
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
