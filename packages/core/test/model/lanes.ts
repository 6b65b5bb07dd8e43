/** The lanes of the model: who waits, who may write, and who gets the next line. */
import type { State } from '../../src/state.ts'
import type { Output } from '../outputs.ts'
import type { Item } from './item.ts'

const NEVER = Number.POSITIVE_INFINITY

export interface Rules {
  readonly pipeline: number
  readonly resync: 'reconnect' | 'discard'
  readonly autoReconnect: boolean
  readonly staleInput: 'discard' | 'keep'
  readonly hook: boolean
  readonly connectionTimeout: number
  readonly closeGrace: number
  readonly maxQueue: number
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
  /** What readers get next; and, beside a stream with `match`, the beginning of a line that may be its own. */
  protected input = ''
  protected unsifted: string | undefined
  /** A request was answered on this connection; those of a hook don't count, however late their reply. */
  protected answered = false

  constructor(rules: Rules) {
    this.rules = rules
  }

  get waiting(): number {
    return this.input.length + (this.unsifted ?? '').length
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

  protected line(): string | undefined {
    const end = this.input.indexOf('\n') + 1
    if (end === 0) return undefined
    const line = this.input.slice(0, end)
    this.input = this.input.slice(end)
    return line
  }

  protected readHead(): boolean {
    if (this.up && this.stream?.match === true && this.hook === undefined) this.sift(this.stream)
    const lanes = this.lanes
    const head = this.readers(lanes)[0]
    if (head === undefined || head.kind === 'talk' || (head.kind === 'ask' && !head.inFlight)) return false
    if (head.stage === 'queued') head.stage = 'begun'
    if (head.kind === 'stream') {
      for (let line = head.credit > 0 ? this.line() : undefined; line !== undefined; ) {
        head.credit--
        this.say('frame', head.name, line)
        line = head.credit > 0 ? this.line() : undefined
      }
      return false
    }
    const line = this.line()
    if (line === undefined) return false
    head.got.push(line)
    if (head.got.length < head.count) return true
    lanes.splice(lanes.indexOf(head), 1)
    if (head.kind === 'ask' && head.session?.kind !== 'hook') this.answered = true
    if (!head.orphan) this.over(head)
    return true
  }

  protected sift(stream: Item): void {
    if (stream.stage === 'queued') {
      stream.stage = 'begun'
      this.unsifted = this.input
      this.input = ''
    }
    const lines = (this.unsifted ?? '').split(/(?<=\n)/)
    this.unsifted = lines.at(-1)?.endsWith('\n') ? '' : (lines.pop() ?? '')
    for (const line of lines) {
      if (line.startsWith('!')) stream.held.push(line)
      else this.input += line
    }
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
    const lanes = this.lanes
    const head = lanes.find((item) => item.writes && item.stage === 'queued')
    if (head === undefined) return false
    const readers = this.readers(lanes)
    const inFlight = readers.filter((item) => item.inFlight)
    const orphans = inFlight.filter((item) => item.orphan).length
    if (head.kind === 'talk') {
      if (readers[0] !== head) return false
      head.due = head.limit
      this.talk = head
      this.say('granted', head.name)
    } else if (head.kind === 'write') {
      if (inFlight.length - orphans >= this.rules.pipeline) return false
      lanes.splice(lanes.indexOf(head), 1)
    } else {
      const next = readers[inFlight.length] === head
      if (!next || orphans > 0 || inFlight.length >= this.rules.pipeline) return false
      if (inFlight.length === 0 && this.rules.staleInput === 'discard') {
        this.stray(this.input)
        this.input = ''
      }
    }
    head.stage = 'begun'
    if (head.kind === 'talk') return true
    this.say('write', `${head.name}\n`)
    head.sent = 'yes'
    if (head.kind === 'write') this.over(head)
    return true
  }

  protected stray(bytes: string): void {
    if (bytes !== '') this.say('stray', bytes)
  }

  protected forget(): void {
    this.input = ''
    if (this.unsifted !== undefined) this.unsifted = ''
  }

  protected leave(stream: Item): void {
    if (this.root.includes(stream)) this.root.splice(this.root.indexOf(stream), 1)
    if (this.stream !== stream) return
    this.stream = undefined
    if (this.unsifted === undefined) return
    this.input += this.unsifted
    this.unsifted = undefined
  }

  protected partial(item: Item): readonly string[] {
    return [...item.got, this.input + (this.unsifted ?? '')]
  }

  protected over(item: Item, error?: string, partial: readonly string[] = []): void {
    item.stage = 'over'
    item.due = NEVER
    if (error !== undefined) this.say('settle', item.name, error, item.sent, partial.join(''))
    else if (item.got.length > 0) this.say('reply', item.name, ...item.got)
    else this.say('settle', item.name)
  }
}
