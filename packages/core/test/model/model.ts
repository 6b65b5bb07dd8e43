/**
 * The reference: what a link must do, said as plainly as it can be, for lines only and with a write that is always out
 * at once. One list of what waits or runs, in the order of the calls; nothing here is fast.
 */
import { type Cause, next, type State } from '../../src/state.ts'
import type { Output } from '../outputs.ts'
import { Item } from './item.ts'

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

export class Model {
  readonly rules: Rules
  readonly #causes: [State, Cause][] = []
  state: State = 'idle'
  now = 0
  log: Output[] = []
  connections = 0
  /** Everything that was ever asked for, in order. */
  readonly items: Item[] = []
  root: Item[] = []
  #opening: Item[] = []
  #stream: Item | undefined
  #hook: Item | undefined
  #talk: Item | undefined
  /** What readers get next; and, beside a stream with `match`, the beginning of a line that may be its own. */
  #input = ''
  #unsifted: string | undefined
  #stateDue = NEVER
  #attempt = 0
  #fruitless = 0
  #since = 0
  #heard = false
  #answered = false
  #disposed = false
  /** Was it the peer that ended the last connection? */
  #eof = false

  constructor(rules: Rules) {
    this.rules = rules
  }

  /** The cells of the table that were used, in order. */
  get causes(): readonly (readonly [State, Cause])[] {
    return this.#causes
  }

  get waiting(): number {
    return this.#input.length + (this.#unsifted ?? '').length
  }

  get up(): boolean {
    return this.state === 'initialising' || this.state === 'ready'
  }

  get hook(): Item | undefined {
    return this.#hook
  }

  /** When something must happen by itself. */
  get alarm(): number {
    return Math.min(this.#stateDue, ...this.items.map((item) => item.due))
  }

  get #session(): Item | undefined {
    return this.#hook ?? this.#talk
  }

  get #lanes(): Item[] {
    return this.#session?.calls ?? this.root
  }

  #say(...output: Output): void {
    this.log.push(output)
  }

  // ---- calls

  submit(item: Item): void {
    this.items.push(item)
    const refusal = item.session === undefined ? this.#refusal(item) : this.#sessionRefusal(item.session)
    if (refusal !== undefined && item.kind === 'talk') this.#refuse(item, refusal)
    else if (refusal !== undefined) this.#over(item, refusal)
    else {
      this.#enqueue(item)
      if (item.kind === 'stream') this.#stream = item
      if (item.kind === 'open') this.#opening.push(item)
      else if (!item.match) (item.session?.calls ?? this.root).push(item)
    }
    this.#advance()
  }

  #enqueue(item: Item): void {
    item.stage = 'queued'
    if (item.kind === 'talk') item.limit = this.now + item.timeout
    item.due = this.now + Math.min(item.timeout, item.patience)
  }

  #refusal(item: Item): string | undefined {
    if (this.#disposed) return 'ClosedError'
    if (item.kind === 'open') return this.state === 'ready' ? 'AlreadyOpenError' : undefined
    const stream = this.#stream
    if ((item.reads || item.match) && stream !== undefined && (!stream.match || item.kind === 'stream')) {
      return 'StreamActiveError'
    }
    if (item.kind !== 'talk' && this.#queueFull(item)) return 'QueueFullError'
    if (this.state !== 'idle' || this.rules.autoReconnect || item.reconnect) return undefined
    const leftovers = ['read', 'stream'].includes(item.kind) && !item.match && this.waiting > 0
    return leftovers ? undefined : 'NotConnectedError'
  }

  #queueFull(item: Item): boolean {
    const waiting = this.items.filter(({ kind, stage }) => kind !== 'talk' && stage === 'queued')
    if (waiting.length < this.rules.maxQueue) return false
    const ahead = item.writes ? this.root.filter((other) => other.writes && !other.inFlight) : this.#readers(this.root)
    return ahead.length > 0 || this.state !== 'ready'
  }

  #sessionRefusal(session: Item): string | undefined {
    if (session.failed) return 'NotConnectedError'
    return session.stage === 'begun' && !session.returned ? undefined : 'ClosedError'
  }

  credit(stream: Item, n: number): void {
    if (stream.stage === 'over') return
    stream.credit += n
    this.#passHeld(stream)
    this.#advance()
  }

  cancel(stream: Item, unused: readonly string[]): void {
    if (stream.stage === 'over') return
    const plain = !stream.match && stream.ending === undefined && stream.held.length === 0
    if (plain && stream.stage === 'begun') this.#input = unused.join('') + this.#input
    this.#endStream(stream)
    this.#advance()
  }

  end(session: Item, failed: boolean): void {
    if (session.stage === 'begun') {
      if (failed && session.kind === 'hook') this.#failed('InitError')
      else session.returned = true
    }
    this.#advance()
  }

  abort(item: Item): void {
    if (item.kind === 'talk') this.#expire(item, 'AbortError')
    else this.#abandon(item, 'AbortError')
    this.#advance()
  }

  close(dispose: boolean): void {
    this.#disposed ||= dispose
    const head = this.#readers(this.#lanes)[0]
    const partial = (item: Item) => (item === head && item.stage === 'begun' ? this.#partial(item) : item.got)
    for (const item of this.#opening.splice(0)) this.#over(item, 'ClosedError')
    for (const item of [...(this.#session?.calls ?? []), ...this.root]) {
      if (item.stage !== 'over' && item.kind !== 'talk') this.#over(item, 'ClosedError', partial(item))
    }
    if (this.#stream !== undefined && this.#stream.stage !== 'over') this.#over(this.#stream, 'ClosedError')
    for (const item of this.root.filter(({ kind }) => kind === 'talk')) this.#refuse(item, 'ClosedError')
    if (this.#hook !== undefined) this.#refuse(this.#hook, 'ClosedError')
    this.root = []
    this.#stream = undefined
    this.#hook = undefined
    this.#talk = undefined
    this.#forget()
    this.#unsifted = undefined
    this.#closeLink()
    this.#advance()
  }

  #closeLink(): void {
    const from = this.state
    if (from === 'idle' && this.#disposed) this.#go('disposed')
    if (['idle', 'closing', 'closed'].includes(from)) return
    this.#go('close')
    if (from === 'ready') this.#stateDue = this.now + this.rules.closeGrace
    else this.#down()
  }

  takeInput(): string {
    const head = this.#readers(this.#lanes)[0]
    const reading = head !== undefined && head.kind !== 'talk' && (head.kind !== 'ask' || head.inFlight)
    if (this.#session !== undefined || reading) return ''
    const taken = this.#input
    this.#input = ''
    this.#advance()
    return taken
  }

  // ---- the socket

  connected(): void {
    this.#since = this.now
    this.#heard = false
    this.#answered = false
    this.#stray(this.#input)
    this.#forget()
    this.#go('connected')
    if (this.rules.hook) {
      this.#hook = new Item({ name: 'hook', kind: 'hook' })
      this.#hook.stage = 'begun'
      this.#say('hook')
    }
    this.#advance()
  }

  received(text: string): void {
    this.#heard = true
    if (this.#unsifted === undefined) this.#input += text
    else this.#unsifted += text
    this.#advance()
  }

  eof(): void {
    if (this.state === 'closing') this.#down()
    else this.#lose(true)
    this.#advance()
  }

  lost(): void {
    if (this.state === 'closing') this.#down()
    else if (this.state === 'connecting') this.#failed('ConnectError')
    else this.#lose(false)
    this.#advance()
  }

  // ---- time

  fire(now: number): void {
    this.now = now
    const expired = this.items.filter((item) => item.due <= now).sort((a, b) => a.due - b.due)
    for (const item of expired) item.due = NEVER
    for (const item of expired) {
      if (item.kind === 'talk') this.#expire(item, 'TimeoutError')
      else this.#abandon(item, 'TimeoutError')
    }
    if (this.#stateDue <= now) this.#stateExpired()
    this.#advance()
  }

  #stateExpired(): void {
    this.#stateDue = NEVER
    if (this.state === 'closing') this.#down()
    else if (this.state !== 'waiting') this.#failed('ConnectTimeoutError')
    else if (this.#wanted) this.#connect('retry')
  }

  // ---- the link

  #go(cause: Cause): void {
    this.#causes.push([this.state, cause])
    this.state = next(this.state, cause)
    if (cause !== 'connected') this.#stateDue = NEVER
  }

  #connect(cause: Cause): void {
    this.#go(cause)
    this.#stateDue = this.now + this.rules.connectionTimeout
    this.#say('connect')
  }

  #down(): void {
    this.#attempt = 0
    this.#fruitless = 0
    this.#go(this.#disposed ? 'disposed' : 'down')
  }

  get #wanted(): boolean {
    if (this.#opening.length > 0 || this.#stream?.reconnect === true) return true
    return this.rules.autoReconnect && (this.#stream !== undefined || this.root.some((item) => item !== this.#talk))
  }

  #advance(): void {
    for (let moved = true; moved; ) {
      const before = this.state
      moved = this.#step() || this.state !== before
    }
  }

  /** True when something moved that the state does not tell of. */
  #step(): boolean {
    const talk = this.#talk
    if (talk?.returned && talk.idle) {
      this.#release(talk)
      return true
    }
    if (this.state === 'idle') {
      this.#readLeftovers()
      if (this.#wanted) this.#connect('wanted')
      else this.#failQueued('NotConnectedError')
    } else if ((this.state === 'waiting' || this.state === 'connecting') && !this.#wanted) {
      this.#attempt = 0
      this.#go('unwanted')
    } else if (this.up) {
      while (this.up && (this.#readHead() || this.#writeHead())) {}
      if (this.state === 'initialising' && (this.#hook === undefined || (this.#hook.returned && this.#hook.idle))) {
        this.#ready()
      }
      return this.#talk !== talk
    }
    return false
  }

  #ready(): void {
    this.#attempt = 0
    this.connections++
    this.#go('initialised')
    if (this.#hook !== undefined) {
      this.#hook.stage = 'over'
      this.root.unshift(...this.#hook.calls)
      this.#hook = undefined
    }
    for (const item of this.#opening.splice(0)) this.#over(item)
  }

  /** An attempt failed. */
  #failed(error: string, eof = false): void {
    this.#attempt++
    this.#cut(eof)
    if (this.#hook !== undefined) {
      this.#hook.failed = true
      this.#hook.stage = 'over'
      this.#hook = undefined
    }
    const { retries, minDelay } = this.rules
    const again = this.#wanted && this.#attempt <= retries
    if (!again) this.#failQueued(error)
    if (again) this.#wait('failed', minDelay * 2 ** (this.#attempt - 1))
    else if (this.#wanted && this.#attempt <= this.rules.streamRetries) this.#wait('failed', endless(this.#attempt))
    else {
      if (this.#stream !== undefined) this.#endStream(this.#stream, error)
      this.#attempt = 0
      this.#go('spent')
    }
  }

  #wait(cause: Cause, delay: number): void {
    this.#go(cause)
    this.#stateDue = this.now + delay
  }

  #lose(eof: boolean): void {
    if (this.state === 'initialising') {
      this.#failed('InitError', eof)
      return
    }
    if (this.#talk !== undefined) this.#talk.failed = true
    this.#cut(eof)
    const ofUse = this.#answered || (this.#heard && this.now - this.#since >= 100)
    this.#fruitless = ofUse ? 0 : this.#fruitless + 1
    if (!this.rules.autoReconnect) this.#failQueued('NotConnectedError')
    this.#attempt = 0
    if (!this.#wanted) this.#go('dropped')
    else if (this.#fruitless < 2) this.#wait('lost', 0)
    else if (this.#fruitless - 1 <= this.rules.streamRetries) this.#wait('lost', endless(this.#fruitless - 1))
    else {
      this.#fruitless = 0
      this.#failQueued('ConnectError')
      if (this.#stream !== undefined) this.#endStream(this.#stream, 'ConnectError')
      this.#go('dropped')
    }
  }

  // ---- what a connection is to those who wait

  #readers(lanes: readonly Item[]): Item[] {
    return lanes.filter((item) => item.reads)
  }

  #line(): string | undefined {
    const end = this.#input.indexOf('\n') + 1
    if (end === 0) return undefined
    const line = this.#input.slice(0, end)
    this.#input = this.#input.slice(end)
    return line
  }

  #readHead(): boolean {
    if (this.up && this.#stream?.match === true && this.#hook === undefined) this.#sift(this.#stream)
    const lanes = this.#lanes
    const head = this.#readers(lanes)[0]
    if (head === undefined || head.kind === 'talk' || (head.kind === 'ask' && !head.inFlight)) return false
    if (head.stage === 'queued') head.stage = 'begun'
    if (head.kind === 'stream') {
      for (let line = head.credit > 0 ? this.#line() : undefined; line !== undefined; ) {
        head.credit--
        this.#say('frame', head.name, line)
        line = head.credit > 0 ? this.#line() : undefined
      }
      return false
    }
    const line = this.#line()
    if (line === undefined) return false
    head.got.push(line)
    if (head.got.length < head.count) return true
    lanes.splice(lanes.indexOf(head), 1)
    if (head.kind === 'ask' && this.#hook === undefined) this.#answered = true
    if (!head.orphan) this.#over(head)
    return true
  }

  #sift(stream: Item): void {
    if (stream.stage === 'queued') {
      stream.stage = 'begun'
      this.#unsifted = this.#input
      this.#input = ''
    }
    const lines = (this.#unsifted ?? '').split(/(?<=\n)/)
    this.#unsifted = lines.at(-1)?.endsWith('\n') ? '' : (lines.pop() ?? '')
    for (const line of lines) {
      if (line.startsWith('!')) stream.held.push(line)
      else this.#input += line
    }
    this.#passHeld(stream)
  }

  #passHeld(stream: Item): void {
    while (stream.credit > 0 && stream.held.length > 0) {
      stream.credit--
      this.#say('frame', stream.name, stream.held.shift() as string)
    }
    const { ending } = stream
    if (ending !== undefined && stream.held.length === 0) this.#over(stream, ending.error, [ending.partial])
  }

  #writeHead(): boolean {
    const lanes = this.#lanes
    const head = lanes.find((item) => item.writes && item.stage === 'queued')
    if (head === undefined) return false
    const readers = this.#readers(lanes)
    const inFlight = readers.filter((item) => item.inFlight)
    const orphans = inFlight.filter((item) => item.orphan).length
    if (head.kind === 'talk') {
      if (readers[0] !== head) return false
      head.due = head.limit
      this.#talk = head
      this.#say('granted', head.name)
    } else if (head.kind === 'write') {
      if (inFlight.length - orphans >= this.rules.pipeline) return false
      lanes.splice(lanes.indexOf(head), 1)
    } else {
      const next = readers[inFlight.length] === head
      if (!next || orphans > 0 || inFlight.length >= this.rules.pipeline) return false
      if (inFlight.length === 0 && this.rules.staleInput === 'discard') {
        this.#stray(this.#input)
        this.#input = ''
      }
    }
    head.stage = 'begun'
    if (head.kind === 'talk') return true
    this.#say('write', `${head.name}\n`)
    head.sent = 'yes'
    if (head.kind === 'write') this.#over(head)
    return true
  }

  #stray(bytes: string): void {
    if (bytes !== '') this.#say('stray', bytes)
  }

  #forget(): void {
    this.#input = ''
    if (this.#unsifted !== undefined) this.#unsifted = ''
  }

  #readLeftovers(): void {
    if (this.waiting === 0) return
    while (this.#lanes === this.root && this.#readHead()) {}
    const head = this.#readers(this.root)[0]
    if (head !== undefined && head.kind !== 'talk' && head.stage === 'begun') this.#cut(this.#eof)
  }

  /** The connection is gone: what was under way ends, or goes back to be sent again. */
  #cut(eof: boolean): void {
    this.#eof = eof
    const error = eof ? 'ConnectionEOFError' : 'ConnectionLostError'
    const head = this.#readers(this.#lanes)[0]
    const reader = head?.kind === 'talk' || head?.stage === 'queued' ? undefined : head
    const lose = (item: Item) => this.#over(item, error, item === reader ? this.#partial(item) : item.got)
    for (const item of this.#session?.calls.splice(0) ?? []) {
      if (item.stage === 'begun') lose(item)
      else if (item.stage === 'queued') this.#over(item, 'NotConnectedError')
    }
    const again: Item[] = []
    for (const item of this.root.filter((other) => other.inFlight)) {
      this.root.splice(this.root.indexOf(item), 1)
      if (item.orphan) continue
      if (item.retries === 0 || !this.rules.autoReconnect) lose(item)
      else {
        item.retries--
        item.got = []
        item.stage = 'queued'
        again.push(item)
      }
    }
    this.root.unshift(...again)
    if (reader?.kind === 'read' && reader.stage === 'begun') {
      this.root.splice(this.root.indexOf(reader), 1)
      lose(reader)
    }
    const stream = this.#stream
    if (stream?.stage === 'begun') this.#cutStream(stream, reader !== undefined && reader !== stream, eof)
    if (reader !== undefined) this.#forget()
  }

  #cutStream(stream: Item, shared: boolean, eof: boolean): void {
    if (!stream.match) for (let line = this.#line(); line !== undefined; line = this.#line()) stream.held.push(line)
    const partial = shared ? '' : this.#input + (this.#unsifted ?? '')
    this.#forget()
    if (stream.reconnect) {
      this.#unsifted = undefined
      this.#stray(partial)
      stream.stage = 'queued'
      return
    }
    const error = eof ? 'ConnectionEOFError' : 'ConnectionLostError'
    stream.ending = { error: eof && partial === '' ? undefined : error, partial }
    this.#leave(stream)
    this.#passHeld(stream)
  }

  // ---- ends

  #partial(item: Item): readonly string[] {
    return [...item.got, this.#input + (this.#unsifted ?? '')]
  }

  #over(item: Item, error?: string, partial: readonly string[] = []): void {
    item.stage = 'over'
    item.due = NEVER
    if (error !== undefined) this.#say('settle', item.name, error, item.sent, partial.join(''))
    else if (item.got.length > 0) this.#say('reply', item.name, ...item.got)
    else this.#say('settle', item.name)
  }

  #refuse(session: Item, error: string): void {
    session.stage = 'over'
    session.due = NEVER
    session.failed = true
    if (session.kind === 'talk') this.#say('refused', session.name, error)
  }

  #abandon(item: Item, error: string): void {
    if (item.stage === 'over') return
    const lanes = item.kind === 'open' ? this.#opening : (item.session?.calls ?? this.root)
    const begun = item.stage === 'begun'
    const first = this.#readers(lanes)[0] === item
    const partial = begun && first && lanes === this.#lanes ? this.#partial(item) : item.got
    if (item.kind === 'stream') {
      this.#endStream(item, error, partial)
      return
    }
    this.#over(item, error, partial)
    if (item.kind === 'ask' && begun && this.rules.resync === 'discard') {
      item.orphan = true
      return
    }
    lanes.splice(lanes.indexOf(item), 1)
    const consumed = begun && item.got.length > 0 && this.rules.resync === 'reconnect'
    if (!(item.kind === 'ask' && begun) && !consumed) return
    if (first) this.#forget()
    if (this.up) this.#lose(false)
  }

  #endStream(stream: Item, error?: string, partial?: readonly string[]): void {
    this.#leave(stream)
    this.#over(stream, error, partial)
  }

  #leave(stream: Item): void {
    if (this.root.includes(stream)) this.root.splice(this.root.indexOf(stream), 1)
    if (this.#stream !== stream) return
    this.#stream = undefined
    if (this.#unsifted === undefined) return
    this.#input += this.#unsifted
    this.#unsifted = undefined
  }

  #expire(talk: Item, error: string): void {
    if (talk.stage === 'over') return
    if (talk.stage === 'begun') {
      talk.failed = true
      const calls = [...this.#readers(talk.calls), ...talk.calls.filter((item) => !item.reads)]
      for (const item of calls) this.#abandon(item, 'AbortError')
    }
    this.#release(talk)
    this.#refuse(talk, error)
  }

  #release(talk: Item): void {
    talk.stage = 'over'
    talk.due = NEVER
    if (this.root.includes(talk)) this.root.splice(this.root.indexOf(talk), 1)
    this.root.unshift(...talk.calls.filter((item) => item.orphan))
    if (this.#talk === talk) this.#talk = undefined
  }

  /** Fails all that waits for a connection, but for a stream that reconnects. */
  #failQueued(error: string): void {
    for (const item of this.#opening.splice(0)) this.#over(item, error)
    for (const item of [...this.root]) {
      if (item.kind === 'talk' && item.stage === 'queued') this.#expire(item, error)
      else if (item.kind !== 'talk' && item.kind !== 'stream') {
        this.root.splice(this.root.indexOf(item), 1)
        this.#over(item, error)
      }
    }
    if (this.#stream !== undefined && !this.#stream.reconnect) this.#endStream(this.#stream, error)
  }
}

function endless(attempt: number): number {
  return Math.min(30_000, 100 * 2 ** (attempt - 1))
}
