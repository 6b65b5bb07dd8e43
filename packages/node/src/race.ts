/**
 * The addresses of one name, tried by turns (RFC 8305): the next begins when one has failed, or has not answered for a
 * while, and those before it go on. The first that connects wins; the others are destroyed.
 */
import type { Socket } from 'node:net'
import { asError } from '@sockio/core'
import { systemTime } from './time-source.ts'
import { refusedAsItself } from './to-itself.ts'

/** The Connection Attempt Delay of RFC 8305, section 5, in ms. */
const ATTEMPT_DELAY = 250

/** How a race ends, once; not at all when it is called off. */
export interface RaceEnd {
  won(socket: Socket): void
  /** No address can be reached; of each, why. */
  lost(error: Error): void
}

export class Race {
  readonly #addresses: readonly string[]
  readonly #left: string[]
  readonly #open: (ip: string) => Socket
  readonly #end: RaceEnd
  readonly #running = new Set<Socket>()
  /** Why each address failed, at its place. */
  readonly #errors: Error[] = []
  #begun = 0
  #over = false
  #cancel: (() => void) | undefined

  /** `open` starts to connect to an address; what it throws is why that failed. */
  constructor(addresses: readonly string[], open: (ip: string) => Socket, end: RaceEnd) {
    this.#addresses = addresses
    this.#left = [...addresses]
    this.#open = open
    this.#end = end
    this.#next()
  }

  /** What has become so far of each address; undefined where there is but one, or one has answered. */
  attempted(): Error | undefined {
    if (this.#over || this.#addresses.length < 2) return undefined
    return all(this.#addresses.map((ip, place) => this.#errors[place] ?? this.#unanswered(ip, place)))
  }

  #unanswered(ip: string, place: number): Error {
    return new Error(place < this.#begun ? `no answer from ${ip}` : `${ip} was not tried yet`)
  }

  callOff(): void {
    this.#over = true
    this.#cancel?.()
    for (const socket of this.#running) socket.destroy()
  }

  readonly #next = (): void => {
    this.#cancel?.()
    const ip = this.#left.shift()
    if (ip === undefined) return
    const place = this.#begun++
    if (this.#left.length > 0) this.#cancel = systemTime.after(ATTEMPT_DELAY, this.#next)
    try {
      const socket = this.#open(ip)
      this.#running.add(socket)
      socket.once('connect', () => this.#won(socket))
      socket.on('error', (error) => this.#failed(place, error, socket))
    } catch (error) {
      this.#failed(place, asError(error))
    }
  }

  #won(socket: Socket): void {
    if (this.#over || refusedAsItself(socket)) return
    this.#running.delete(socket)
    this.callOff()
    this.#end.won(socket)
  }

  #failed(place: number, error: Error, socket?: Socket): void {
    if (socket !== undefined) this.#running.delete(socket)
    if (this.#over) return
    this.#errors[place] = error
    if (this.#left.length > 0) this.#next()
    else if (this.#running.size === 0) {
      this.callOff()
      this.#end.lost(all(this.#errors))
    }
  }
}

/** As Node has it: the code of the first, and all of them in `errors`. */
function all(errors: readonly Error[]): Error {
  const [first] = errors
  if (first !== undefined && errors.length === 1) return first
  const error = new AggregateError(errors, errors.map(({ message }) => message).join('; '))
  return first !== undefined && 'code' in first ? Object.assign(error, { code: first.code }) : error
}
