/**
 * The reference: what a link must do, said as plainly as it can be, for streams of lines and replies of every kind. One list of what waits or runs, in the order of the calls; nothing here is fast.
 */
import { type Cause, next, type State } from '../../src/state.ts'
import { Ends } from './ends.ts'
import { Item } from './item.ts'

const NEVER = Number.POSITIVE_INFINITY

export class Model extends Ends {
  connections = 0
  /** Everything that was ever asked for, in order. */
  readonly items: Item[] = []
  /** The cells of the table that were used, in order. */
  readonly causes: (readonly [State, Cause])[] = []
  protected stateDue = NEVER
  /** The socket is there, and may be written to from this time on. */
  protected settleDue = NEVER
  protected attempt = 0
  protected fruitless = 0
  protected since = 0
  protected heard = false
  protected disposed = false
  /** What becomes of writes: do they wait for `drain`, and does the next find out that the socket is dead? */
  blocks = false
  dead = false

  /** When something must happen by itself. */
  get alarm(): number {
    return Math.min(this.stateDue, this.settleDue, this.paceDue, this.silenceDue, ...this.items.map((item) => item.due))
  }

  // ---- calls

  submit(item: Item): void {
    this.items.push(item)
    const refusal = item.session === undefined ? this.refusal(item) : this.sessionRefusal(item.session)
    if (refusal !== undefined && item.kind === 'talk') this.refuse(item, refusal)
    else if (refusal !== undefined) this.over(item, refusal)
    else {
      this.enqueue(item)
      if (item.kind === 'stream') this.stream = item
      if (item.kind === 'open') this.opening.push(item)
      else if (!item.match) (item.session?.calls ?? this.root).push(item)
    }
    this.advance()
  }

  protected enqueue(item: Item): void {
    item.stage = 'queued'
    if (item.kind === 'talk') item.limit = this.now + item.timeout
    item.due = this.now + Math.min(item.timeout, item.patience)
  }

  protected refusal(item: Item): string | undefined {
    if (this.disposed) return 'ClosedError'
    if (item.kind === 'open') return this.state === 'ready' ? 'AlreadyOpenError' : undefined
    const stream = this.stream
    if ((item.reads || item.match) && stream !== undefined && (!stream.match || item.kind === 'stream')) {
      return 'StreamActiveError'
    }
    if (item.kind !== 'talk' && this.queueFull(item)) return 'QueueFullError'
    if (this.state !== 'idle' || this.rules.autoReconnect || item.reconnect) return undefined
    const leftovers = ['read', 'stream'].includes(item.kind) && !item.match && this.waiting > 0
    return leftovers ? undefined : 'NotConnectedError'
  }

  protected queueFull(item: Item): boolean {
    const waiting = this.items.filter(({ kind, stage }) => kind !== 'talk' && stage === 'queued')
    if (waiting.length < this.rules.maxQueue) return false
    const ahead = item.writes ? this.root.filter((other) => other.writes && !other.inFlight) : this.readers(this.root)
    return ahead.length > 0 || this.state !== 'ready'
  }

  protected sessionRefusal(session: Item): string | undefined {
    if (session.failed) return 'NotConnectedError'
    return session.stage === 'begun' && !session.returned ? undefined : 'ClosedError'
  }

  credit(stream: Item, n: number): void {
    if (stream.stage !== 'over') {
      stream.credit += n
      this.passHeld(stream)
    }
    this.advance() // also for one that is over: each call is a turn, in which what is due by now may start
  }

  cancel(stream: Item, unused: readonly string[]): void {
    if (stream.stage !== 'over') this.cancelled(stream, unused)
    else this.stray(unused.join(''))
    this.advance()
  }

  protected cancelled(stream: Item, unused: readonly string[]): void {
    const plain = !stream.match && stream.ending === undefined && stream.held.length === 0
    if (plain && stream.stage === 'begun') this.arrived.input = unused.join('') + this.arrived.input
    else this.stray([...unused, ...stream.held].join(''))
    this.endStream(stream)
  }

  end(session: Item, failed: boolean): void {
    if (session.stage === 'begun') {
      if (failed && session.kind === 'hook') this.failed('InitError')
      else session.returned = true
    }
    this.advance()
  }

  abort(item: Item): void {
    this.giveUp([item], 'AbortError')
    this.advance()
  }

  close(dispose: boolean): void {
    this.disposed ||= dispose
    const head = this.readers(this.lanes)[0]
    const partial = (item: Item) => (item === head && item.stage === 'begun' ? this.partial(item) : item.got)
    for (const item of this.opening.splice(0)) this.over(item, 'ClosedError')
    for (const item of new Set([...this.writing, ...(this.session?.calls ?? []), ...this.root])) {
      if (item.stage !== 'over' && item.kind !== 'talk') this.over(item, 'ClosedError', partial(item))
    }
    if (this.stream !== undefined && this.stream.stage !== 'over') this.over(this.stream, 'ClosedError')
    for (const item of this.root.filter(({ kind }) => kind === 'talk')) this.refuse(item, 'ClosedError')
    if (this.hook !== undefined) this.refuse(this.hook, 'ClosedError')
    this.root = []
    this.stream = undefined
    this.hook = undefined
    this.talk = undefined
    this.arrived.forget()
    this.arrived.sifting(false)
    this.closeLink()
    this.advance()
  }

  protected closeLink(): void {
    const from = this.state
    if (from === 'idle' && this.disposed) this.go('disposed')
    if (['idle', 'closing', 'closed'].includes(from)) return
    const { blocked } = this
    this.stopWriting()
    this.go('close')
    if (from === 'ready' && !blocked) this.stateDue = this.now + this.rules.closeGrace
    else this.down()
  }

  takeInput(): string {
    const head = this.readers(this.lanes)[0]
    const reading = head !== undefined && head.kind !== 'talk' && (head.kind !== 'ask' || head.inFlight)
    if (this.session !== undefined || reading) return ''
    const taken = this.arrived.take()
    this.advance()
    return taken
  }

  // ---- the socket

  connected(): void {
    this.since = this.now
    this.heard = false
    this.answered = false
    this.used = this.rules.hook
    this.stray(this.arrived.take())
    this.arrived.forget()
    if (this.rules.settle > 0) this.settleDue = this.now + this.rules.settle
    else this.settled()
    this.advance()
  }

  /** Has the socket to settle? */
  get settling(): boolean {
    return this.settleDue < NEVER
  }

  /** It never was of use: what came on it is nobody's. */
  protected unsettle(): void {
    if (!this.settling) return
    this.stray(this.arrived.take())
    this.arrived.forget()
  }

  protected settled(): void {
    this.go('connected')
    if (this.rules.hook) {
      this.hook = new Item({ name: 'hook', kind: 'hook' })
      this.hook.stage = 'begun'
      this.say('hook')
    }
  }

  received(text: string): void {
    this.heard = true
    this.silenceDue = NEVER
    this.arrived.add(text)
    this.advance()
  }

  eof(): void {
    if (this.state === 'closing') this.down()
    else if (this.settling) this.failed('ConnectError')
    else {
      this.nothingMore()
      this.lose(true)
    }
    this.advance()
  }

  lost(): void {
    if (this.state === 'closing') this.down()
    else if (this.state === 'connecting') this.failed('ConnectError')
    else this.lose(false)
    this.advance()
  }

  // ---- time

  fire(now: number): void {
    this.now = now
    if (this.silenceDue <= now) {
      const before = this.listener?.orphan || this.silenceDue <= (this.listener?.due ?? NEVER)
      this.silenceDue = NEVER
      if (before) this.nothingMore()
    }
    const expired = this.items.filter((item) => item.due <= now).sort((a, b) => a.due - b.due)
    for (const item of expired) item.due = NEVER
    if (this.paceDue <= now) this.paceDue = NEVER
    this.giveUp(expired, 'TimeoutError')
    if (this.stateDue <= now) this.stateExpired()
    else if (this.settleDue <= now) this.settled()
    this.advance()
  }

  /** Each is told its own reason; only then does the connection go, if it has to, and with it what is left. */
  protected giveUp(items: readonly Item[], error: string): void {
    let drop = false
    for (const item of items) drop = (item.kind === 'talk' ? this.expire : this.abandon).call(this, item, error) || drop
    if (drop && this.up) this.lose(false)
  }

  protected stateExpired(): void {
    this.stateDue = NEVER
    if (this.state === 'closing') this.down()
    else if (this.state !== 'waiting') this.failed('ConnectTimeoutError')
    else if (this.wanted) this.connect('retry')
  }

  // ---- the link

  protected go(cause: Cause): void {
    this.causes.push([this.state, cause])
    this.state = next(this.state, cause)
    if (cause !== 'connected') this.stateDue = NEVER
    this.settleDue = NEVER
    this.paceDue = NEVER
  }

  protected connect(cause: Cause): void {
    this.go(cause)
    this.stateDue = this.now + this.rules.connectionTimeout
    this.say('connect')
  }

  protected down(): void {
    this.attempt = 0
    this.fruitless = 0
    this.go(this.disposed ? 'disposed' : 'down')
  }

  protected get wanted(): boolean {
    if (this.opening.length > 0 || this.stream?.reconnect === true) return true
    return this.rules.autoReconnect && (this.stream !== undefined || this.root.some((item) => item !== this.talk))
  }

  protected advance(): void {
    for (let moved = true; moved; ) {
      const before = this.state
      moved = this.step() || this.state !== before || this.flush()
    }
  }

  /** Reads all that can be, then writes all that may be, until nothing moves any more. */
  protected run(): void {
    for (let moved = true; moved && this.up; ) {
      moved = false
      while (this.up && this.readHead()) moved = true
      while (this.up && this.writeHead()) moved = true
    }
  }

  /** Nothing moves any more, so what was written goes out, or does not; true when that may move something. */
  protected flush(): boolean {
    if (!this.wrote) return false
    this.wrote = false
    if (this.dead) {
      this.dead = false
      if (this.up) this.notWritten()
    } else if (!this.blocks) this.allOut()
    else if (this.up) {
      this.blocked = true
      for (const item of this.writing) if (item.sent === 'no') item.sent = 'maybe'
    }
    return true
  }

  /** The socket was dead already: unless they all are, the next connection gets what was written to it. */
  protected notWritten(): void {
    const hopeless = !this.ofUse && this.fruitless >= 3
    if (!hopeless && this.rules.autoReconnect) {
      this.unwritten = this.writing.filter(({ session, stage }) => session === undefined && stage === 'begun')
      this.writing = this.writing.filter(({ session }) => session !== undefined)
      for (const item of this.unwritten) this.remove(item, this.root)
    }
    this.lose(false)
  }

  drained(): void {
    if (this.writing.length === 0 && !this.blocked) return
    this.allOut()
    this.advance()
  }

  protected get ofUse(): boolean {
    return this.answered || (this.heard && this.now - this.since >= 100)
  }

  /** True when something moved that the state does not tell of. */
  protected step(): boolean {
    const talk = this.talk
    if (talk?.returned && this.idle(talk)) {
      this.release(talk)
      return true
    }
    if (this.state === 'idle') {
      this.readLeftovers()
      if (this.wanted) this.connect('wanted')
      else this.failQueued('NotConnectedError')
    } else if ((this.state === 'waiting' || this.state === 'connecting') && !this.wanted) {
      this.unsettle()
      this.attempt = 0
      this.go('unwanted')
    } else if (this.up) {
      if (!this.hookDone) this.run()
      if (this.state === 'initialising' && this.hookDone) this.ready()
      if (this.state === 'ready') this.run()
      if (this.state === 'ready' && !this.used && !this.wanted) {
        this.stray(this.arrived.take())
        this.arrived.forget()
        this.stopWriting()
        this.go('dropped')
      }
      return this.talk !== talk
    }
    return false
  }

  protected get hookDone(): boolean {
    return this.hook === undefined || (this.hook.returned && this.idle(this.hook))
  }

  protected ready(): void {
    this.attempt = 0
    this.connections++
    this.go('initialised')
    if (this.hook !== undefined) {
      this.hook.stage = 'over'
      this.root.unshift(...this.hook.calls)
      this.hook = undefined
    }
    if (this.opening.length > 0) this.used = true
    for (const item of this.opening.splice(0)) this.over(item)
  }

  /** An attempt failed. */
  protected failed(error: string, eof = false): void {
    this.attempt++
    this.unsettle()
    if (this.state === 'initialising') this.cut(eof)
    if (this.hook !== undefined) {
      this.hook.failed = true
      this.hook.stage = 'over'
      this.hook = undefined
    }
    const { retries, minDelay } = this.rules
    const again = this.wanted && this.attempt <= retries
    if (!again) this.failQueued(error)
    if (again) this.wait('failed', minDelay * 2 ** (this.attempt - 1))
    else if (this.wanted && this.attempt <= this.rules.streamRetries) this.wait('failed', endless(this.attempt))
    else {
      if (this.stream !== undefined) this.endStream(this.stream, error)
      this.attempt = 0
      this.go('spent')
    }
  }

  protected wait(cause: Cause, delay: number): void {
    this.go(cause)
    this.stateDue = this.now + delay
  }

  protected lose(eof: boolean): void {
    if (this.state === 'initialising') {
      this.failed('InitError', eof)
      return
    }
    if (this.talk !== undefined) this.talk.failed = true
    this.cut(eof)
    this.fruitless = this.ofUse ? 0 : this.fruitless + 1
    if (!this.rules.autoReconnect) this.failQueued('NotConnectedError')
    this.attempt = 0
    if (!this.wanted) this.go('dropped')
    else if (this.fruitless < 2) this.wait('lost', 0)
    else if (this.fruitless - 1 <= this.rules.streamRetries) this.wait('lost', endless(this.fruitless - 1))
    else {
      this.fruitless = 0
      this.failQueued('ConnectError')
      if (this.stream !== undefined) this.endStream(this.stream, 'ConnectError')
      this.go('dropped')
    }
  }

  protected readLeftovers(): void {
    if (this.waiting === 0) return
    while (this.lanes === this.root && this.readHead()) {}
    const head = this.readers(this.root)[0]
    if (head !== undefined && head.kind !== 'talk' && head.stage === 'begun') this.cut(this.eofLast)
  }
}

function endless(attempt: number): number {
  return Math.min(30_000, 100 * 2 ** (attempt - 1))
}
