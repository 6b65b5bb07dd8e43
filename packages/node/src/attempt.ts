/** One attempt at a connection: looks the name up, tries its addresses, and comes to one socket. */
import type { LookupAddress, LookupAllOptions } from 'node:dns'
import type { LookupFunction, Socket } from 'node:net'
import { Race } from './race.ts'
import { timers } from './timers.ts'

/** How an attempt goes on; nothing of it is called before its maker has returned. */
export interface AttemptSteps {
  /** Starts to connect to an address. */
  open(ip: string): Socket
  /** The one socket that it comes to; it is connected. */
  chosen(socket: Socket): void
  /** What is waited for on that, where that is not all. */
  waits?(): Error
  lost(error: Error): void
  /** All sockets of it are gone. Comes once, last. */
  gone(): void
}

/** Addresses of both IP versions by turns, as RFC 8305, section 4, has it. */
function interleaved(addresses: readonly LookupAddress[]): string[] {
  const [first] = addresses
  const same = addresses.filter(({ family }) => family === first?.family)
  const other = addresses.filter(({ family }) => family !== first?.family)
  const longest = Math.max(same.length, other.length)
  const turns = Array.from({ length: longest }, (_, i) => [same[i]?.address, other[i]?.address]).flat()
  return [...new Set(turns.filter((address) => address !== undefined))]
}

export class Attempt {
  readonly #steps: AttemptSteps
  readonly #sockets = new Set<Socket>()
  #race: Race | undefined
  #chosen = false
  #over = false
  #gone = false

  constructor(host: string, lookup: LookupFunction, options: LookupAllOptions, steps: AttemptSteps) {
    this.#steps = steps
    lookup(host, options, (error, addresses) =>
      timers.nextTick(() => {
        if (this.#over) return
        if (error) this.#fail(error)
        else this.#try(Array.isArray(addresses) ? interleaved(addresses) : [addresses])
      }),
    )
  }

  /** What has become so far of each address, where there are several and none has answered; or what the one that has still owes. */
  attempted(): Error | undefined {
    return this.#chosen ? this.#steps.waits?.() : this.#race?.attempted()
  }

  /** Ends it: every socket of it is destroyed. */
  destroy(): void {
    this.#over = true
    this.#race?.callOff()
    for (const socket of this.#sockets) socket.destroy()
    if (this.#sockets.size === 0) timers.nextTick(this.#whenGone)
  }

  #try(addresses: readonly string[]): void {
    this.#race = new Race(addresses, (ip) => this.#open(ip), {
      won: (socket) => {
        this.#over = true
        this.#chosen = true
        this.#steps.chosen(socket)
      },
      lost: (error) => this.#fail(error),
    })
  }

  #open(ip: string): Socket {
    const socket = this.#steps.open(ip)
    this.#sockets.add(socket)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      if (this.#over) this.#whenGone()
    })
    return socket
  }

  #fail(error: Error): void {
    this.#over = true
    this.#steps.lost(error)
    this.#whenGone()
  }

  readonly #whenGone = (): void => {
    if (this.#gone || this.#sockets.size > 0) return
    this.#gone = true
    this.#steps.gone()
  }
}
