/** The lanes of the model: who waits, who may write, and who gets the next frame. */
import type { State } from '../../src/state.ts'
import type { Output } from '../rig/outputs.ts'
import { Arrived, type FrameKind } from './arrived.ts'
import type { Item } from './item.ts'

const NEVER = Number.POSITIVE_INFINITY
/** Ms of silence that end a reply of the kind `idle`. */
const SILENCE = 9

export interface Rules {
  readonly pipeline: number
  readonly resync: 'reconnect' | 'discard'
  readonly autoReconnect: boolean
  readonly staleInput: 'discard' | 'keep'
  readonly hook: boolean
  readonly connectionTimeout: number
  readonly closeGrace: number
  readonly maxQueue: number
  readonly pacing: number
  /** Between the connection and its first write. */
  readonly settle: number
  /** Attempts after the first, and the delay before the first of them. */
  readonly retries: number
  readonly minDelay: number
  /** How often a link that is lost again and again is made again. */
  readonly streamRetries: number
}

export abstract class Lanes {
  readonly rules: Rules
  state: State = 'idle'
  log: Output[] = []
  /** What waits or runs on the socket itself, in the order of the calls; a session has such a list of its own. */
  root: Item[] = []
  hook: Item | undefined
  protected talk: Item | undefined
  /** The stream that runs or waits; one with `match` stands beside the list. */
  protected stream: Item | undefined
  protected readonly arrived = new Arrived()
  /** Written, and perhaps not out yet; `blocked`: surely not all of it. */
  protected writing: Item[] = []
  blocked = false
  /** Something was written in this turn. */
  protected wrote = false
  /** Nothing may be written before; and the alarm for that. */
  protected notBefore = 0
  protected paceDue = NEVER
  /** Who has bytes and listens for a silence, and when that is one. */
  protected listener: Item | undefined
  protected silenceDue = NEVER
  now = 0
  /** A request was answered on this connection; those of a hook don't count, however late their reply. */
  protected answered = false
  /** Something was begun on this connection, or it was what was asked for. */
  protected used = false

  constructor(rules: Rules) {
    this.rules = rules
  }

  get waiting(): number {
    return this.arrived.all.length
  }

  /** What the reader whose turn it is waits for. */
  get awaited(): FrameKind | undefined {
    return this.readers(this.lanes).find(({ stage, orphan }) => stage === 'begun' || orphan)?.framing
  }

  get up(): boolean {
    return this.state === 'initialising' || this.state === 'ready'
  }

  protected get session(): Item | undefined {
    return this.hook ?? this.talk
  }

  protected get lanes(): Item[] {
    return this.session?.calls ?? this.root
  }

  protected say(...output: Output): void {
    this.log.push(output)
  }

  protected readers(lanes: readonly Item[]): Item[] {
    return lanes.filter((item) => item.reads)
  }

  /** The connection is given up. */
  protected abstract lose(eof: boolean): void

  /** A session of which nothing is left to do but late replies, and all that it wrote is out. */
  protected idle(session: Item): boolean {
    const writes = this.writing.some((item) => item.session === session && item.stage === 'begun')
    return !writes && session.calls.every((call) => call.orphan)
  }

  protected readHead(): boolean {
    const lanes = this.lanes
    const first = this.readers(lanes)[0]
    const head = first?.kind === 'talk' || (first?.kind === 'ask' && !first.inFlight) ? undefined : first
    if (this.up && this.stream?.match === true && this.hook === undefined) this.sift(this.stream, head)
    if (head === undefined) return false
    if (head.stage === 'queued') head.stage = 'begun'
    this.used = true
    if (head.kind === 'stream') {
      this.feed(head)
      return false
    }
    const frame = this.arrived.next(head.framing) ?? this.listen(head)
    if (frame === undefined) return false
    if (frame === 'malformed') {
      this.broken(head, lanes)
      return false
    }
    this.give(head, lanes, frame)
    return true
  }

  /** A frame for whoever's turn it is. */
  protected give(head: Item, lanes: Item[], frame: string): void {
    head.got.push(frame)
    if (head.framing !== 'line') this.arrived.resift()
    if (head.got.length < head.count) return
    this.remove(head, lanes)
    this.done()
    if (head.kind === 'ask' && head.session?.kind !== 'hook') this.answered = true
    if (!head.orphan) this.over(head)
  }

  /** All there is, when nothing more can come; else a silence is waited for. */
  protected listen(head: Item): string | undefined {
    if (head.framing !== 'idle' || this.waiting === 0) return undefined
    if (!this.up) return this.arrived.take() || undefined
    if (this.listener !== head || this.silenceDue === NEVER) this.silenceDue = this.now + SILENCE
    this.listener = head
    return undefined
  }

  /** Nothing more comes: what there is, is the reply. */
  protected nothingMore(): void {
    const head = this.readers(this.lanes)[0]
    if (head === undefined || head !== this.listener || this.waiting === 0) return
    const frame = this.arrived.take()
    if (frame !== '') this.give(head, this.lanes, frame)
    while (this.readHead()) {}
  }

  protected feed(stream: Item): void {
    for (let line = this.nextFor(stream); line !== undefined; line = this.nextFor(stream)) {
      stream.credit--
      this.say('frame', stream.name, line)
    }
  }

  protected nextFor(stream: Item): string | undefined {
    return stream.credit > 0 ? this.arrived.next('line') : undefined
  }

  protected remove(item: Item, lanes: Item[]): void {
    if (lanes.includes(item)) lanes.splice(lanes.indexOf(item), 1)
  }

  /** The pause after what was written or answered begins. */
  protected done(): void {
    if (this.rules.pacing > 0) this.notBefore = this.now + this.rules.pacing
  }

  /** Its reply can't be read. */
  protected broken(item: Item, lanes: Item[]): void {
    const partial = this.partial(item)
    this.arrived.forget()
    if (!item.orphan) {
      this.remove(item, lanes)
      this.over(item, 'FramingError', partial)
    }
    if (this.up) this.lose(false)
  }

  protected sift(stream: Item, reader: Item | undefined): void {
    if (stream.stage === 'queued') {
      stream.stage = 'begun'
      this.used = true
      this.arrived.sifting(true)
    }
    stream.held.push(...this.arrived.sift(reader?.framing))
    this.passHeld(stream)
  }

  protected passHeld(stream: Item): void {
    while (stream.credit > 0 && stream.held.length > 0) {
      stream.credit--
      this.say('frame', stream.name, stream.held.shift() as string)
    }
    const { ending } = stream
    if (ending !== undefined && stream.held.length === 0) this.over(stream, ending.error, [ending.partial])
  }

  protected writeHead(): boolean {
    if (this.blocked) return false
    const lanes = this.lanes
    const head = lanes.find((item) => item.writes && item.stage === 'queued')
    if (head === undefined || head.due < this.now) return false
    const readers = this.readers(lanes)
    const inFlight = readers.filter((item) => item.inFlight)
    const orphans = inFlight.filter((item) => item.orphan).length
    if (head.kind === 'talk') {
      if (readers[0] !== head) return false
      head.due = head.limit
      this.talk = head
      this.say('granted', head.name)
    } else if (head.kind === 'write') {
      if (inFlight.length - orphans >= this.rules.pipeline || this.tooSoon()) return false
      this.remove(head, lanes)
    } else {
      const next = readers[inFlight.length] === head
      if (!next || orphans > 0 || inFlight.length >= this.rules.pipeline) return false
      if (inFlight.at(-1)?.framing === 'idle' || this.tooSoon()) return false
      if (inFlight.length === 0 && this.rules.staleInput === 'discard' && this.waiting > 0) {
        this.stray(this.arrived.take())
      }
    }
    head.stage = 'begun'
    this.used = true
    if (head.kind === 'talk') return true
    this.say('write', `${head.name}\n`)
    this.writing.push(head)
    this.wrote = true
    return true
  }

  protected tooSoon(): boolean {
    if (this.rules.pacing === 0) return false
    if (this.writing.length > 0) return true
    if (this.now >= this.notBefore) return false
    this.paceDue = this.notBefore
    return true
  }

  /** All that was written is out. */
  protected allOut(): void {
    this.blocked = false
    if (this.writing.length > 0) this.done()
    for (const item of this.writing.splice(0).filter(({ stage }) => stage === 'begun')) {
      item.sent = 'yes'
      if (item.kind === 'write') this.over(item)
    }
  }

  protected stray(bytes: string): void {
    if (bytes !== '') this.say('stray', bytes)
  }

  protected leave(stream: Item): void {
    this.remove(stream, this.root)
    if (this.stream !== stream) return
    this.stream = undefined
    if (stream.match && stream.stage === 'begun') this.arrived.sifting(false)
  }

  protected partial(item: Item): readonly string[] {
    return [...item.got, this.arrived.all]
  }

  protected over(item: Item, error?: string, partial: readonly string[] = []): void {
    item.stage = 'over'
    item.due = NEVER
    if (item === this.listener && !item.orphan) this.silenceDue = NEVER
    if (error !== undefined) this.say('settle', item.name, error, item.sent, partial.join(''))
    else if (item.got.length > 0) this.say('reply', item.name, ...item.got)
    else this.say('settle', item.name)
  }
}
