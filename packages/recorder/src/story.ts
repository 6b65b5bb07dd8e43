/** What happened, told from a recording that is played again: who asked for what, what passed, and why it ended as it did. */
import { type Exchange, formatAddress, type Machine, printable } from '@sockio/core'
import type { RecordedOutput, Thrown, Turn } from './format.ts'
import { type Played, play } from './playback.ts'
import type { Recorded } from './read.ts'
import { bytesOf } from './revive.ts'

/** Where something happens: in the program, in the engine, or at the instrument. */
export type Place = 'program' | 'engine' | 'instrument'

/** Something that happened, from one place to another, or in one. */
export interface Happening {
  /** µs since the recording began. */
  readonly at: number
  readonly from: Place
  readonly to: Place
  readonly text: string
  readonly tone: 'plain' | 'note' | 'good' | 'bad'
  /** Whose it is: the number of a call or a session. */
  readonly call: number | undefined
}

/** How something ended that did not come to its value. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly phase: string
  readonly sent: string
}

/** A call, a stream, a transaction, or the hook of a connection. */
export interface Part {
  readonly number: number
  readonly kind: 'call' | 'stream' | 'open' | 'transaction' | 'hook'
  /** What is shown of its request, as a literal. */
  readonly request: string | undefined
  readonly at: number
  /** When it was written, each time. */
  readonly written: number[]
  /** What came while it was the one that is read for, in bytes; and when the last of it came. */
  arrived: number
  arrivedAt: number | undefined
  /** Who had the connection when it came in. */
  readonly behind: readonly number[]
  endedAt: number | undefined
  failure: Failure | undefined
}

/** A recording, as a story. */
export interface Story {
  readonly recording: Recorded
  readonly address: string
  /** µs from the first line to the last. */
  readonly lasted: number
  readonly parts: ReadonlyMap<number, Part>
  readonly happenings: readonly Happening[]
  /** The first turn that does not play as it was recorded. */
  readonly difference: Played['difference']
}

/** Of a text, so much is shown. */
const SHOWN = 120

export const literal = (bytes: Uint8Array): string => printable(bytes, SHOWN)

/** `12.3 ms`, `1.24 s`. */
export function duration(microseconds: number): string {
  const ms = microseconds / 1000
  return ms < 1000 ? `${Number(ms.toFixed(ms < 10 ? 2 : 1))} ms` : `${Number((ms / 1000).toFixed(2))} s`
}

function plural(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`
}

const messageOf = (thrown: Thrown): string => ('thrown' in thrown ? thrown.thrown : thrown.message)

/** The calls whose late replies are owed. */
function orphans({ link: { lanes } }: Machine): Exchange[] {
  return lanes.readers
    .toArray()
    .slice(0, lanes.outstanding)
    .filter((item): item is Exchange => 'orphan' in item && item.orphan)
}

/** Who reads now. */
function reader({ link: { lanes } }: Machine): Exchange | undefined {
  const head = lanes.readers.peek()
  return head !== undefined && 'framing' in head && (head.stage === 'begun' || head.request === undefined)
    ? head
    : undefined
}

class Teller {
  readonly happenings: Happening[] = []
  readonly parts = new Map<number, Part>()
  readonly #start: number
  #at = 0

  constructor(start: number) {
    this.#start = start
  }

  say(from: Place, to: Place, text: string, tone: Happening['tone'] = 'plain', call?: number): void {
    this.happenings.push({ at: this.#at, from, to, text, tone, call })
  }

  name(n: number): string {
    const part = this.parts.get(n)
    if (part === undefined) return `call ${n}`
    if (part.kind === 'hook') return `the hook (${n})`
    return `${part.kind === 'call' ? 'call' : part.kind} ${n}${part.request === undefined ? '' : ` ${part.request}`}`
  }

  /** Whoever has not ended. */
  get #open(): number[] {
    return [...this.parts.values()].filter(({ endedAt }) => endedAt === undefined).map(({ number }) => number)
  }

  #begin(number: number, kind: Part['kind'], request?: string): void {
    const behind = this.#open
    const ended = { endedAt: undefined, failure: undefined }
    this.parts.set(number, {
      number,
      kind,
      request,
      at: this.#at,
      written: [],
      arrived: 0,
      arrivedAt: undefined,
      behind,
      ...ended,
    })
  }

  /** What the engine is told, before it is. */
  input(turn: Turn, machine: Machine): void {
    this.#at = turn.t - this.#start
    switch (turn.in) {
      case 'submit': {
        const bytes = turn.requestShown ?? turn.request
        const kind = turn.stream === undefined ? 'call' : 'stream'
        this.#begin(turn.call, kind, bytes === undefined ? undefined : literal(bytesOf(bytes)))
        const what = turn.request === undefined ? 'reads' : turn.framing === undefined ? 'writes' : 'asks'
        const limit = turn.timeout === undefined || turn.timeout === null ? 'no limit' : `at most ${turn.timeout} ms`
        const inSession = turn.session === undefined ? '' : `, within ${turn.session}`
        this.say('program', 'engine', `${this.name(turn.call)} ${what} (${limit}${inSession})`, 'plain', turn.call)
        break
      }
      case 'open':
        this.#begin(turn.call, 'open')
        this.say('program', 'engine', `${this.name(turn.call)}: a connection is asked for`, 'plain', turn.call)
        break
      case 'begin':
        this.#begin(turn.session, 'transaction')
        this.say('program', 'engine', `${this.name(turn.session)} waits for its turn`, 'plain', turn.session)
        break
      case 'end':
        this.#end(turn)
        break
      case 'abort': {
        const who = turn.of.map((n) => this.name(n)).join(', ')
        this.say(
          'program',
          'engine',
          `${who || 'what has ended'} is aborted: ${messageOf(turn.cause)}`,
          'note',
          turn.of[0],
        )
        break
      }
      case 'cancel':
        this.say('program', 'engine', `${this.name(turn.call ?? 0)} is left by its consumer`, 'note', turn.call)
        break
      case 'close':
      case 'dispose':
        this.say('program', 'engine', turn.in === 'close' ? 'close()' : 'closed for good', 'note')
        break
      case 'received': {
        const bytes = bytesOf(turn.bytes)
        const head = reader(machine)
        if (head !== undefined && !head.orphan) this.#heard(head.number, bytes.length)
        const stale = turn.epoch === machine.link.epoch ? '' : ', of a connection that is gone'
        this.say('instrument', 'engine', `${literal(bytes)}${stale}`, 'plain', head?.number)
        break
      }
      case 'connected':
        this.say('instrument', 'engine', `connection ${turn.epoch} is made`, 'good')
        break
      case 'eof':
        this.say('instrument', 'engine', 'it closes the connection', 'note')
        break
      case 'lost':
        if (turn.epoch !== machine.link.epoch) break
        this.say(
          'instrument',
          'engine',
          `the connection is gone${turn.error === undefined ? '' : `: ${messageOf(turn.error)}`}`,
          'note',
        )
        break
      case 'unwritten':
        this.say('instrument', 'engine', `nothing of it could be written: ${messageOf(turn.error)}`, 'note')
        break
      case 'blocked':
        this.say('engine', 'engine', 'it does not take all that was written', 'note')
    }
  }

  #end({ session, error }: Extract<Turn, { readonly in: 'end' }>): void {
    const part = this.parts.get(session)
    if (part !== undefined) part.endedAt = this.#at
    const why = error === undefined ? 'has returned' : `has thrown: ${messageOf(error)}`
    this.say('program', 'engine', `${this.name(session)} ${why}`, error === undefined ? 'plain' : 'bad', session)
  }

  #heard(n: number, size: number): void {
    const part = this.parts.get(n)
    if (part === undefined) return
    part.arrived += size
    part.arrivedAt = this.#at
  }

  /** Late replies that have come: whose they were. */
  dropped(before: readonly Exchange[], after: readonly Exchange[], now: number): void {
    for (const exchange of before) {
      if (after.includes(exchange)) continue
      const ago = duration((now - (exchange.givenUpAt ?? now)) * 1000)
      this.say(
        'engine',
        'engine',
        `that was the late reply to ${this.name(exchange.number)}, given up ${ago} ago: dropped`,
        'note',
        exchange.number,
      )
    }
  }

  output([what, ...of]: RecordedOutput, written: Uint8Array[]): void {
    const [first, second, third] = of
    const n = Number(first)
    switch (what) {
      case 'connect':
        this.say('engine', 'instrument', `connects (${first})`)
        break
      case 'write': {
        const bytes = written.shift() ?? new Uint8Array(0)
        const part = this.parts.get(n)
        part?.written.push(this.#at)
        const shown = part?.request ?? literal(bytes)
        this.say(
          'engine',
          'instrument',
          first === null ? `${shown}, the stop of a stream` : shown,
          'plain',
          n || undefined,
        )
        break
      }
      case 'done': {
        const part = this.#ended(n)
        const size = second === undefined ? '' : `, ${plural(Number(second), 'byte')}`
        this.say('engine', 'program', `${this.name(n)} is done after ${duration(this.#at - part.at)}${size}`, 'good', n)
        break
      }
      case 'failed':
      case 'refused': {
        const part = this.#ended(n)
        part.failure = { code: String(second), message: String(third), phase: String(of[3]), sent: String(of[4]) }
        this.say('engine', 'program', `${this.name(n)} fails after ${duration(this.#at - part.at)}: ${third}`, 'bad', n)
        break
      }
      case 'frames':
        this.say('engine', 'program', `${plural(Number(second), 'frame')} for ${this.name(n)}`, 'plain', n)
        break
      case 'granted':
        if (!this.parts.has(n)) this.#begin(n, 'hook')
        this.say('engine', 'program', `${this.name(n)} may begin`, 'plain', n)
        break
      case 'stray':
        this.say(
          'engine',
          'program',
          `${plural(n, 'byte')} that no call is owed${second === 'stream' ? ', for a stream that was left' : ''}: set aside`,
          'note',
        )
        break
      case 'disconnect':
        this.say('engine', 'instrument', second === 'end' ? 'says goodbye' : 'gives the connection up', 'note')
        break
      case 'pause':
        this.say('engine', 'engine', 'the buffer is full: the instrument has to wait', 'note')
        break
      case 'resume':
        this.say('engine', 'engine', 'there is room again', 'note')
        break
      case 'state':
        this.say(
          'engine',
          'engine',
          `${second} -> ${first}${third === undefined ? '' : `: ${messageOf(third as Thrown)}`}`,
          third === undefined ? 'plain' : 'note',
        )
    }
  }

  #ended(n: number): Part {
    if (!this.parts.has(n)) this.#begin(n, 'call')
    const part = this.parts.get(n) as Part
    part.endedAt = this.#at
    return part
  }
}

/** Plays a recording, and tells what happens in it. */
export function storyOf(recording: Recorded): Story {
  const { beginning, turns } = recording
  const teller = new Teller(beginning.t)
  let difference: Played['difference']
  const playing = play(recording, (turn, machine) => {
    teller.input(turn, machine)
    return orphans(machine)
  })
  for (const { turn, out, written, before, playback, ...played } of playing) {
    teller.dropped(before, orphans(playback.machine), turn.t / 1000)
    const pieces = [...written]
    for (const each of out) teller.output(each, pieces)
    difference ??= played.difference
  }
  const last = turns.at(-1)?.t ?? beginning.t
  return {
    recording,
    address: formatAddress(beginning.address),
    lasted: last - beginning.t,
    parts: teller.parts,
    happenings: teller.happenings,
    difference,
  }
}
