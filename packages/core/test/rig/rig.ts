/** A driver under virtual time: inputs are methods, outputs are recorded, and time passes when a test says so. */
import {
  type Backoff,
  backoff,
  type Framing,
  line,
  Machine,
  type ReconnectFunction,
  type ReconnectPolicy,
  type Session,
  type Settings,
  type StreamOptions,
  StreamState,
} from '../../src/index.ts'
import { bytes } from './bytes.ts'
import { Call, type Output, Outputs, Talk } from './outputs.ts'

/** Settings of the machine, and of the driver that plays around it. */
export interface RigOptions extends Partial<Settings> {
  readonly reconnect?: ReconnectPolicy | ReconnectFunction
  /** What `random` always says. Default 0: each delay as long as it may be. */
  readonly random?: number
}

/** Options of one call, in text. */
export interface CallSettings {
  readonly name?: string
  readonly timeout?: number
  readonly retries?: number
  readonly count?: number
  readonly framing?: Framing
  readonly session?: Session | undefined
  /** What is appended to the text of a request. Default LF. */
  readonly eol?: string
}

/** Options of a stream, and of its call. */
export interface StreamSettings extends StreamOptions {
  readonly name?: string
  readonly framing?: Framing
  readonly credit?: number
  /** Starts it, and ends it, as text without an end of line; a stop that ends in `?` is answered. */
  readonly start?: string | undefined
  readonly stopping?: string | undefined
}

const LINE = line(bytes('\n'))
const NEVER: Backoff = () => false

export class Rig {
  readonly outputs = new Outputs()
  readonly machine: Machine
  /** Do writes wait for `drain()`? */
  blocks = false
  /** Is the socket dead, and nobody has noticed: does the next write find out? */
  dead = false
  readonly #calls = new Map<string, Call | Talk>()

  constructor({ reconnect, random = 0, ...settings }: RigOptions = {}) {
    this.outputs.chance = random
    const defaults: Settings = {
      address: { host: '10.0.0.7', port: 5025, tls: false },
      autoReconnect: true,
      connectionTimeout: Number.POSITIVE_INFINITY,
      backoff: reconnect === undefined ? NEVER : backoff(reconnect),
      streamBackoff: backoff({ retries: Number.POSITIVE_INFINITY }),
      pipeline: 1,
      resync: 'reconnect',
      settle: 0,
      pacing: 0,
      bufferSize: 1024,
      maxQueue: 100,
      staleInput: 'discard',
      freshFor: Number.POSITIVE_INFINITY,
      quiet: 0,
      hook: false,
      closeGrace: 500,
      writeEol: bytes('\n'),
      redact: (request) => request,
      allocate: (size) => new Uint8Array(size),
    }
    this.machine = new Machine({ ...defaults, ...settings }, this.outputs)
  }

  /** One input; what was written is then with the kernel, or not. */
  turn(input: () => void): this {
    input()
    while (this.outputs.wrote) {
      this.outputs.wrote = false
      if (this.dead) this.#unwritten()
      else if (this.blocks) this.machine.blocked(this.outputs.epoch)
      else this.machine.drained(this.outputs.epoch)
    }
    return this
  }

  #unwritten(): void {
    this.dead = false
    this.outputs.socket = 'none'
    this.machine.unwritten(this.outputs.epoch, new Error('socket: EPIPE'))
  }

  /** What came out since the last look. */
  take(): Output[] {
    const { log } = this.outputs
    this.outputs.log = []
    return log
  }

  // ---- calls

  call(name: string): Call {
    const call = this.#calls.get(name)
    if (!(call instanceof Call)) throw new Error(`no call "${name}"`)
    return call
  }

  talk(name: string): Talk {
    const talk = this.#calls.get(name)
    if (!(talk instanceof Talk)) throw new Error(`no transaction "${name}"`)
    return talk
  }

  #submit(call: Call): Call {
    this.#calls.set(call.name, call)
    this.turn(() => this.machine.submit(call))
    return call
  }

  /** A request: writes the text with its end of line, reads a line or `count` of them. */
  ask(text: string, { name = text, framing = LINE, eol = '\n', ...more }: CallSettings = {}): Call {
    return this.#submit(new Call(name, { request: bytes(text + eol), framing, ...more }))
  }

  write(text: string, { name = text, eol = '\n', ...more }: CallSettings = {}): Call {
    return this.#submit(new Call(name, { request: bytes(text + eol), ...more }))
  }

  read({ name = 'read', framing = LINE, ...more }: CallSettings = {}): Call {
    return this.#submit(new Call(name, { framing, ...more }))
  }

  /** A stream of lines; `credit` frames are granted at once. */
  stream(settings: StreamSettings = {}): Call {
    const { name = 'stream', framing = LINE, credit = 0, start, stopping, ...options } = settings
    const request = start === undefined ? undefined : bytes(`${start}\n`)
    const stop = stopping === undefined ? undefined : bytes(`${stopping}\n`)
    const stopAsks = stopping?.endsWith('?') ?? false
    const stream = new StreamState({ ...options, stop, stopAsks })
    const call = this.#submit(new Call(name, { request, framing, stream }))
    if (credit > 0) this.credit(name, credit)
    return call
  }

  credit(name: string, n: number): this {
    return this.turn(() => this.machine.credit(this.call(name), n))
  }

  cancel(name: string, ...unused: string[]): this {
    return this.turn(() => this.machine.cancelStream(this.call(name), unused.map(bytes)))
  }

  abort(name: string, reason: unknown = new Error('enough')): this {
    return this.turn(() => this.machine.abort([this.call(name)], reason))
  }

  /** By one signal. */
  abortTogether(...subjects: readonly (Call | Talk)[]): this {
    return this.turn(() => this.machine.abort(subjects, new Error('enough')))
  }

  /** A transaction; its calls take it as their `session`. */
  begin(name = 'talk', timeout?: number, patience?: number): Talk {
    const talk = new Talk(name, timeout, patience)
    this.#calls.set(name, talk)
    this.turn(() => this.machine.begin(talk))
    return talk
  }

  /** The transaction, or without a name the newest hook, has returned, or has thrown `error`. */
  end(name?: string, error?: unknown): this {
    const session = name === undefined ? this.hook : this.talk(name)
    return this.turn(() => this.machine.end(session, error === undefined ? undefined : { error }))
  }

  /** The hook granted last. */
  get hook(): Session {
    return this.outputs.hooks.at(-1) as Session
  }

  /** Submits an `open()`, named 'open', and leaves the socket to the test. */
  opening(name = 'open', timeout = Number.POSITIVE_INFINITY): Call {
    const call = new Call(name, { timeout })
    this.#calls.set(name, call)
    this.turn(() => this.machine.open(call))
    return call
  }

  /** Opens and connects, and forgets the outputs of that; a hook is left running. */
  open(): this {
    this.opening()
    this.connected()
    this.take()
    return this
  }

  close(): this {
    return this.turn(() => this.machine.close())
  }

  dispose(): this {
    return this.turn(() => this.machine.dispose())
  }

  // ---- the socket

  connected(): this {
    this.outputs.socket = 'open'
    return this.turn(() => this.machine.connected(this.outputs.epoch))
  }

  /** Bytes arrive, in these chunks, of which the machine must keep a copy. */
  receive(...chunks: string[]): this {
    for (const chunk of chunks.map(bytes)) {
      this.turn(() => this.machine.received(this.outputs.epoch, chunk))
      chunk.fill(0xee)
    }
    return this
  }

  /** Bytes arrive over a carrier that says whether a message ends behind them. */
  message(chunk: string, end: boolean): this {
    const copy = bytes(chunk)
    this.turn(() => this.machine.received(this.outputs.epoch, copy, end))
    copy.fill(0xee)
    return this
  }

  eof(): this {
    if (this.outputs.socket === 'ended') this.outputs.socket = 'none'
    return this.turn(() => this.machine.eof(this.outputs.epoch))
  }

  /** The socket breaks, or can't be made. */
  lost(code = 'ECONNRESET'): this {
    this.outputs.socket = 'none'
    const error = Object.assign(new Error(`socket: ${code}`), { code })
    return this.turn(() => this.machine.lost(this.outputs.epoch, error))
  }

  /** What was blocked is with the kernel. */
  drain(): this {
    return this.turn(() => this.machine.drained(this.outputs.epoch))
  }

  // ---- time

  /** Lets time pass; each alarm on the way fires at its time. */
  advance(ms: number): this {
    const { outputs } = this
    const end = outputs.time + ms
    for (let fires = 0; outputs.armed <= end; fires++) {
      if (fires > 10_000) throw new Error('the alarm is set for the past again and again')
      outputs.time = Math.max(outputs.time, outputs.armed)
      this.fire()
    }
    outputs.time = end
    return this
  }

  /** The program computes: time passes, and what comes next is dealt with before the alarm is. */
  busy(ms: number): this {
    this.outputs.time += ms
    return this
  }

  /** The alarm fires now, asked for or not. */
  fire(): this {
    this.outputs.armed = Number.POSITIVE_INFINITY
    return this.turn(() => this.machine.fired(this.outputs.time))
  }
}

/** A rig in state `idle`. */
export function rig(options?: RigOptions): Rig {
  return new Rig(options)
}
