/** An instrument under virtual time, with its calls: answers `R7` with `A7`, late or never, in pieces, and hangs up. */
import { block, exactly, line, some } from '../../src/index.ts'
import { bytes } from './bytes.ts'
import type { Call, Talk } from './outputs.ts'
import { type Rig, type RigOptions, rig } from './rig.ts'

/** What goes wrong, each with a chance from 0 to 1. */
export interface Faults {
  readonly silence: number
  readonly hangUp: number
  readonly refuse: number
  readonly abort: number
  readonly block: number
  /** Lines that begin with '!' between the replies; they are for the stream. */
  readonly events: number
}

const framings = { L: line(bytes('\n')), E: exactly(5), B: block(bytes('\n')) }
type Kind = keyof typeof framings

/** `L12.2`: a request, its number, and how many replies it wants. */
function replies(request: string): string[] {
  const [kind = '', number = '', count] = [request[0], ...request.slice(1).split('.')]
  return Array.from({ length: Number(count) }, (_, i) => {
    const reply = `A${number.padStart(3, '0')}${i}`
    return kind === 'L' ? `${reply}\n` : kind === 'E' ? reply : `#15${reply}\n`
  })
}

/** What the caller of a request must get, if it gets anything. */
export function expected(call: Call): string[] {
  return replies(call.name).map((reply) => (call.name[0] === 'B' ? reply.slice(3, -1) : reply))
}

export class Instrument {
  readonly rig: Rig
  readonly calls: Call[] = []
  readonly talks: Talk[] = []
  readonly #faults: Faults
  readonly #random: () => number
  readonly #agenda: { readonly at: number; readonly act: () => void }[] = []
  readonly #scripts = new Map<string, (() => void)[]>()
  #free = 0

  constructor(options: RigOptions, faults: Faults, random: () => number) {
    this.rig = rig(options)
    this.#faults = faults
    this.#random = random
  }

  /** Something happens in `delay` ms. */
  plan(delay: number, act: () => void): void {
    this.#agenda.push({ at: this.rig.outputs.time + delay, act })
  }

  #upTo(most: number): number {
    return Math.floor(this.#random() * most)
  }

  #happens(chance: number): boolean {
    return this.#random() < chance
  }

  /** One request, at once; it may be aborted later. */
  ask(session?: Talk): Call {
    const kinds: readonly Kind[] = this.#faults.events > 0 ? ['L'] : ['L', 'L', 'E', 'B']
    const kind = kinds[this.#upTo(kinds.length)] as Kind
    const count = 1 + this.#upTo(2)
    const timeout = 5 + this.#upTo(60)
    const name = `${kind}${this.calls.length}.${count}`
    this.rig.blocks = this.#happens(this.#faults.block)
    const call = this.rig.ask(name, { framing: framings[kind], count, timeout, retries: this.#upTo(3), session })
    this.calls.push(call)
    if (this.#happens(this.#faults.abort)) this.plan(this.#upTo(40), () => this.rig.abort(name))
    return call
  }

  /** A read without a request: nothing is ever for it. */
  read(): void {
    const name = `r${this.calls.length}`
    const framing = this.#happens(0.5) ? some() : framings.L
    this.calls.push(this.rig.read({ name, framing, timeout: 1 + this.#upTo(20) }))
  }

  /** A transaction of two requests, one after the other. */
  talk(): void {
    const name = `t${this.talks.length}`
    const script: (() => void)[] = [
      () => this.#askIn(name, script),
      () => this.#askIn(name, script),
      () => this.rig.end(name),
    ]
    this.#scripts.set(name, script)
    this.talks.push(this.rig.begin(name, 30 + this.#upTo(200)))
  }

  #askIn(name: string, script: (() => void)[]): void {
    this.#scripts.set(this.ask(this.rig.talk(name)).name, script)
  }

  /** Lets all this happen for `duration` ms. */
  run(duration: number): void {
    const { rig } = this
    for (const end = rig.outputs.time + duration; rig.outputs.time < end; rig.advance(1)) {
      this.#react()
      for (const item of this.#agenda.filter(({ at }) => at <= rig.outputs.time)) {
        this.#agenda.splice(this.#agenda.indexOf(item), 1)
        item.act()
        this.#react()
      }
    }
  }

  /** Does what the outputs of the machine ask for. */
  #react(): void {
    for (let log = this.rig.take(); log.length > 0; log = this.rig.take()) {
      // What was written before that was written to a connection that is gone by now.
      const gone = log.findLastIndex(([what]) => what === 'destroy')
      for (const [i, [what, name = '']] of log.entries()) {
        if (what === 'connect') this.#connect()
        else if (what === 'write' && i > gone) this.#hear(String(name))
        else if (what === 'granted') this.#step(String(name))
        else if (what === 'reply' || what === 'settle') this.#step(String(name))
      }
    }
  }

  #step(name: string): void {
    const script = this.#scripts.get(name)
    this.#scripts.delete(name)
    if (script !== undefined) this.plan(this.#upTo(2), () => script.shift()?.())
  }

  #connect(): void {
    const { rig } = this
    this.#free = 0
    if (this.#happens(this.#faults.refuse)) this.#planHere(this.#upTo(5), () => rig.lost('ECONNREFUSED'))
    else this.#planHere(this.#upTo(5), () => rig.outputs.socket === 'connecting' && rig.connected())
    if (this.#happens(this.#faults.hangUp)) {
      const how = this.#happens(0.5) ? () => rig.eof() : () => rig.lost()
      this.#planHere(5 + this.#upTo(80), () => rig.outputs.socket === 'open' && how())
    }
  }

  /** Something happens to this connection, if it is still there. */
  #planHere(delay: number, act: () => void): void {
    const { epoch } = this.rig.outputs
    this.plan(delay, () => epoch === this.rig.outputs.epoch && this.rig.outputs.socket !== 'none' && act())
  }

  /** A request has arrived: its replies follow those before it, in pieces. */
  #hear(request: string): void {
    const { rig } = this
    if (rig.blocks) {
      rig.blocks = false
      this.#planHere(this.#upTo(40), () => rig.drain())
    }
    const now = rig.outputs.time
    let at = Math.max(this.#free, now + (this.#happens(0.7) ? this.#upTo(3) : this.#upTo(80)))
    if (this.#happens(this.#faults.silence)) at = Number.POSITIVE_INFINITY
    const event = () => (this.#happens(this.#faults.events) ? `!${this.#upTo(99)}\n` : '')
    let rest = replies(request.trim())
      .map((reply) => event() + reply)
      .join('')
    while (rest !== '') {
      const size = 1 + this.#upTo(rest.length + 4)
      this.#send(at - now, rest.slice(0, size))
      rest = rest.slice(size)
      if (rest !== '') at += this.#upTo(6)
    }
    this.#free = at
  }

  /** Bytes arrive, though perhaps from a connection that is dead by then. */
  #send(delay: number, piece: string): void {
    const { machine, outputs } = this.rig
    const { epoch } = outputs
    this.plan(delay, () => this.rig.turn(() => machine.received(epoch, bytes(piece))))
  }
}
