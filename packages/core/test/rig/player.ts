/** Plays random inputs on a rig: whatever a driver may do, in any order, and what must hold after each. */
import fc from 'fast-check'
import { block, exactly, type Framing, idle, line, type Session, some, until } from '../../src/index.ts'
import { bytes } from './bytes.ts'
import type { Call, Talk } from './outputs.ts'
import { type Rig, type RigOptions, rig } from './rig.ts'

const NEVER = Number.POSITIVE_INFINITY
const timeouts = [NEVER, NEVER, 0, 5, 30]
const ofStreams: readonly Framing[] = [line(bytes('\n')), until(bytes('ab')), exactly(3), some(), block(bytes('\n'))]
const framings = [...ofStreams, idle(6)]
const chunks = [
  'a',
  'b\n',
  '!x\n',
  'aab\n!',
  '\n',
  '\r',
  '#13xyz',
  '#0',
  '#',
  'abcdefghijkl',
  'x\ny\nz\n!1\n!2\n',
  '\r\n',
]

/** The n-th of some, whatever n. */
function pick<T>(from: readonly T[], n: number): T {
  return from[n % from.length] as T
}

export class Player {
  readonly rig: Rig
  readonly calls: { readonly call: Call; readonly due: number }[] = []
  readonly talks: Talk[] = []
  readonly #ended = new Set<Session>()

  constructor(options: RigOptions) {
    this.rig = rig(options)
  }

  /** All inputs, each with two numbers that choose its details. */
  readonly moves: Readonly<Record<string, (a: number, b: number) => unknown>> = {
    ask: (a, b) => this.#ask(a, b, undefined),
    write: (a) => this.#add(this.rig.write('W', { name: this.#name('w'), timeout: pick(timeouts, a), retries: a % 3 })),
    read: (a, b) => this.#add(this.rig.read(this.#details('r', a, b))),
    stream: (a, b) => this.#stream(a, b),
    open: (a) => this.#add(this.rig.opening(this.#name('o'), pick(timeouts, a))),
    begin: (a, b) => this.talks.push(this.rig.begin(`t${this.talks.length}`, pick(timeouts, a), pick(timeouts, b))),
    askIn: (a, b) => this.#in(a, (session) => this.#ask(a, b, session)),
    writeIn: (a) => this.#in(a, (session) => this.#add(this.rig.write('V', { name: this.#name('v'), session }))),
    readIn: (a, b) => this.#in(a, (session) => this.#add(this.rig.read({ ...this.#details('s', a, b), session }))),
    end: (a) => this.#in(a, (session) => this.#end(session, a % 3 === 0 ? new Error('failed') : undefined)),
    abort: (a) => this.#one(a, ({ name }) => this.rig.abort(name)),
    abortTalk: (a) => this.#abortTalk(a),
    credit: (a, b) => this.#one(a, ({ name, stream }) => stream && this.rig.credit(name, pick([1, 2, NEVER], b))),
    cancel: (a, b) =>
      this.#one(a, (call) => call.stream && this.rig.cancel(call.name, ...call.frames.slice(-(b % 3) || NEVER))),
    close: () => this.rig.close(),
    takeInput: () => this.rig.turn(() => this.rig.machine.takeInput()),
    connected: () => this.#when('connecting', () => this.rig.connected()),
    receive: (a, b) => this.#when('open', () => this.rig.receive(...[pick(chunks, a), pick(chunks, b)].slice(b % 2))),
    eof: () => this.#when('open', () => this.rig.eof()),
    lost: () => this.#socket !== 'none' && this.rig.lost(),
    stale: (a) => this.#stale(a),
    fire: () => this.rig.fire(),
    advance: (a) => this.rig.advance(pick([0, 1, 5, 20, 100, 500], a)),
    block: () => {
      this.rig.blocks = true
    },
    die: () => this.#when('open', () => Object.assign(this.rig, { dead: true })),
    drain: () => {
      this.rig.blocks = false
      this.#when('open', () => this.rig.drain())
    },
  }

  get #socket() {
    return this.rig.outputs.socket
  }

  #when(socket: string, input: () => unknown): void {
    if (this.#socket === socket) input()
  }

  #name(kind: string): string {
    return `${kind}${this.calls.length}`
  }

  #add(call: Call): void {
    this.calls.push({ call, due: call.stream === undefined ? this.rig.outputs.time + call.timeout : NEVER })
  }

  #details(kind: string, a: number, b: number) {
    return {
      name: this.#name(kind),
      framing: pick(framings, a),
      timeout: pick(timeouts, b),
      retries: b % 3,
      count: 1 + (a % 2),
    }
  }

  #ask(a: number, b: number, session: Session | undefined): void {
    this.#add(this.rig.ask('Q', { ...this.#details('q', a, b), session }))
  }

  #stream(a: number, b: number): void {
    const match = a % 2 === 0 ? undefined : (frame: Uint8Array) => frame[0] === 0x21
    const framing = match === undefined ? pick(ofStreams, b) : line(bytes('\n'))
    const overflow = pick(['pause', 'dropOldest', 'latest', 'error'] as const, a)
    const said = { start: pick([undefined, undefined, 'S'], a), stopping: pick([undefined, undefined, 'H', 'H?'], b) }
    const options = { match, framing, overflow, reconnect: b % 3 === 0, timeout: pick(timeouts, a + b), credit: b % 4 }
    this.#add(this.rig.stream({ name: this.#name('f'), ...options, ...said }))
  }

  #in(n: number, input: (session: Session) => void): void {
    const sessions = [...this.talks.filter((talk) => talk.grants > 0), ...this.rig.outputs.hooks.slice(-2)]
    const session = pick(sessions, n)
    if (session !== undefined && !this.#ended.has(session)) input(session)
  }

  #end(session: Session, error: Error | undefined): void {
    this.#ended.add(session)
    this.rig.turn(() => this.rig.machine.end(session, error && { error }))
  }

  #one(n: number, input: (call: Call) => unknown): void {
    if (this.calls.length > 0) input(pick(this.calls, n).call)
  }

  #abortTalk(n: number): void {
    if (this.talks.length > 0) this.rig.turn(() => this.rig.machine.abort([pick(this.talks, n)], new Error('enough')))
  }

  /** News of the connection before this one. */
  #stale(n: number): void {
    const { machine, outputs } = this.rig
    const epoch = outputs.epoch - 1
    const news = [
      () => machine.connected(epoch),
      () => machine.received(epoch, bytes('stale\n')),
      () => machine.eof(epoch),
      () => machine.lost(epoch),
      () => machine.drained(epoch),
      () => machine.blocked(epoch),
    ]
    this.rig.turn(pick(news, n))
  }

  /** Every promise that must hold after each input; the first that is broken. */
  get broken(): string | undefined {
    const { machine, outputs } = this.rig
    if (outputs.violations.length > 0) return outputs.violations[0]
    if (machine.state !== outputs.states.at(-1)) return `the state is ${machine.state}, and nobody was told`
    const late = this.calls.find(({ call, due }) => call.settlements === 0 && due < outputs.time)
    if (late !== undefined) return `${late.call.name} is late`
    if (machine.state !== 'idle') return undefined
    const hangs = this.calls.find(({ call }) => call.settlements === 0 && call.stream?.ending === undefined)
    if (hangs !== undefined) return `${hangs.call.name} hangs in idle`
    const talk = this.talks.find(({ grants, refusals }) => grants + refusals === 0)
    return talk === undefined ? undefined : `${talk.name} hangs in idle`
  }

  /** Ends everything, and then each must have had its end. */
  finish(): string | undefined {
    const { rig } = this
    rig.close().advance(10_000)
    // A stream whose connection was lost still has what came before, for a consumer that is slow.
    for (const { call } of this.calls) if (call.stream?.ending !== undefined) rig.credit(call.name, NEVER)
    for (const { call } of this.calls)
      if (call.settlements !== 1) return `${call.name} was settled ${call.settlements} times`
    for (const { name, grants, refusals } of this.talks) if (grants + refusals === 0) return `${name} had no answer`
    const last = [rig.write('L1'), rig.write('L2'), rig.write('L3')] // as many as maxQueue: nothing else may count
    if (last.some(({ error }) => error?.code === 'SOCKIO_QUEUE_FULL')) return 'the queue counts what is gone'
    rig.dispose().advance(10_000)
    if (rig.machine.state !== 'closed') return `the state is ${rig.machine.state} after dispose()`
    if (rig.outputs.armed !== NEVER) return 'an alarm is left'
    return this.broken
  }
}

const often = {
  ask: 8,
  write: 3,
  receive: 16,
  connected: 14,
  advance: 8,
  askIn: 4,
  end: 4,
  drain: 4,
  credit: 4,
}

const frequent = Object.entries(often).flatMap(([what, times]) => Array<string>(times).fill(what))

/** A random input; some are more frequent than others, so that most of the time something is under way. */
export const move = fc.tuple(fc.constantFrom(...frequent, ...Object.keys(new Player({}).moves)), fc.nat(59), fc.nat(59))
