/** Records what a machine puts out as plain values, plays the socket, and checks the laws that hold for every driver. */
import {
  type Effects,
  Exchange,
  type ExchangeOptions,
  type Run,
  Session,
  type SockioError,
  type State,
  transitions,
} from '../../src/index.ts'
import { text } from './bytes.ts'

/** One output: what happened, to whom, and with which bytes or error. */
export type Output = readonly [what: string, ...details: (string | number)[]]

/** An exchange with a name, which remembers how it ended. */
export class Call extends Exchange {
  readonly name: string
  readonly frames: string[] = []
  error: SockioError | undefined = undefined
  settlements = 0

  constructor(name: string, options: ExchangeOptions) {
    super(options)
    this.name = name
  }

  /** All replies as text. */
  get texts(): string[] {
    return (this.replies ?? (this.reply === undefined ? [] : [this.reply])).map(text)
  }
}

/** A session with a name, which remembers what became of it. */
export class Talk extends Session {
  readonly name: string
  error: SockioError | undefined = undefined
  grants = 0
  refusals = 0

  constructor(name: string, timeout?: number, patience?: number) {
    super('transaction', timeout, patience)
    this.name = name
  }
}

export class Outputs implements Effects {
  /** What came out since the last look. */
  log: Output[] = []
  readonly states: State[] = ['idle']
  /** Why it came to the last of them, where there was a reason. */
  reason: Error | undefined
  /** Laws that were broken: none, ever. */
  readonly violations: string[] = []
  /** The hooks that were granted, oldest first. */
  readonly hooks: Session[] = []
  time = 0
  chance = 0
  armed = Number.POSITIVE_INFINITY
  epoch = 0
  socket: 'none' | 'connecting' | 'open' | 'ended' = 'none'
  /** How often a peer was told to have said goodbye. */
  eofs = 0
  /** Bytes were written in this turn. */
  wrote = false

  now(): number {
    return this.time
  }

  random(): number {
    return this.chance
  }

  alarm(at: number): void {
    this.#law(!Number.isNaN(at), 'an alarm at no time')
    this.armed = at
  }

  connect(epoch: number): void {
    this.#law(epoch > this.epoch, `epoch ${epoch} is not a new one`)
    this.#law(this.socket === 'none', `connect while the socket is ${this.socket}`)
    this.epoch = epoch
    this.socket = 'connecting'
    this.log.push(['connect'])
  }

  disconnect(epoch: number, how: 'end' | 'destroy'): void {
    this.#law(epoch === this.epoch, `disconnect of epoch ${epoch} in epoch ${this.epoch}`)
    if (this.socket === 'none') return // it went by itself; ending it once more is harmless
    this.socket = how === 'destroy' ? 'none' : 'ended'
    this.log.push([how])
  }

  write(bytes: Uint8Array): void {
    this.#law(this.socket === 'open', `write while the socket is ${this.socket}`)
    this.wrote = true
    this.log.push(['write', text(bytes)])
  }

  pause(): void {
    this.#law(this.socket === 'open', `pause while the socket is ${this.socket}`)
    this.log.push(['pause'])
  }

  resume(): void {
    this.#law(this.socket === 'open', `resume while the socket is ${this.socket}`)
    this.log.push(['resume'])
  }

  frames(exchange: Exchange, { memory, start, ends }: Run): void {
    const call = exchange as Call
    this.#law(call.settlements === 0, `frames for ${call.name}, which is over`)
    this.#law(
      ends.length > 0 && (ends.at(-1) ?? 0) <= memory.length,
      `a run of ${memory.length} bytes that ends at ${ends}`,
    )
    for (const [i, end] of ends.entries()) {
      const frame = text(memory.subarray(ends[i - 1] ?? start, end))
      call.frames.push(frame)
      this.log.push(['frame', call.name, frame])
    }
  }

  settle(exchange: Exchange, error?: SockioError): void {
    if (!(exchange instanceof Call)) return // the stop of a stream, which is nobody's
    const call = exchange
    call.settlements++
    call.error = error
    this.#law(call.settlements === 1, `${call.name} was settled again`)
    const replied = error === undefined && call.texts.length > 0
    if (replied) this.log.push(['reply', call.name, ...call.texts])
    else this.log.push(error === undefined ? ['settle', call.name] : ['settle', call.name, error.name])
  }

  granted(session: Session): void {
    if (session instanceof Talk) {
      session.grants++
      this.#law(session.grants === 1 && session.refusals === 0, `${session.name} was granted late or again`)
      this.log.push(['granted', session.name])
    } else {
      this.hooks.push(session)
      this.log.push(['hook'])
    }
  }

  refused(session: Session, error: SockioError): void {
    if (!(session instanceof Talk)) return
    session.refusals++
    session.error = error
    this.#law(session.refusals === 1, `${session.name} was refused again`)
    this.log.push(['refused', session.name, error.name])
  }

  stray(bytes: Uint8Array): void {
    this.#law(bytes.length > 0, 'a stray of no bytes')
    this.log.push(['stray', text(bytes)])
  }

  eof(): void {
    this.eofs++
  }

  changed(to: State, from: State, error?: Error): void {
    this.#law(from === this.states.at(-1), `${from} -> ${to}, but the state was ${this.states.at(-1)}`)
    this.#law(Object.values(transitions[from]).includes(to), `${from} -> ${to} is not in the table`)
    this.states.push(to)
    this.reason = error
  }

  #law(holds: boolean, broken: string): void {
    if (!holds) this.violations.push(broken)
  }
}
