/** The ends of the model's calls: given up, cut by the loss of the connection, or failed for want of one. */
import type { Item } from './item.ts'
import { Lanes } from './lanes.ts'

const NEVER = Number.POSITIVE_INFINITY

export abstract class Ends extends Lanes {
  /** Calls of `open()` that wait. */
  protected opening: Item[] = []
  /** Was it the peer that ended the last connection? */
  protected eofLast = false
  /** What was handed to a dead socket: for the next connection. */
  protected unwritten: Item[] = []

  /** True when the connection has to go, once all that end together have ended. */
  protected abandon(item: Item, error: string): boolean {
    if (item.stage === 'over') return false
    const lanes = item.kind === 'open' ? this.opening : (item.session?.calls ?? this.root)
    const begun = item.stage === 'begun'
    const first = this.readers(lanes)[0] === item
    const partial = begun && first && lanes === this.lanes ? this.partial(item) : item.got
    if (item.kind === 'stream') {
      this.stray(item.held.join(''))
      this.endStream(item, error, partial)
      return false
    }
    this.over(item, error, partial)
    const written = begun && item.writes
    const out = written && !this.writing.includes(item)
    if (out && item.kind === 'ask' && item.framing !== 'some' && this.rules.resync === 'discard') {
      item.orphan = true
      return false
    }
    this.remove(item, lanes)
    if (item.kind === 'open' || item.kind === 'write' || item.framing !== 'line') this.arrived.resift()
    const consumed = begun && item.got.length > 0 && this.rules.resync === 'reconnect'
    if (!written && !consumed) return false
    if (first) this.arrived.forget()
    return true
  }

  protected endStream(stream: Item, error?: string, partial?: readonly string[]): void {
    this.leave(stream)
    this.over(stream, error, partial)
  }

  protected expire(talk: Item, error: string): boolean {
    if (talk.stage === 'over') return false
    let drop = false
    if (talk.stage === 'begun') {
      talk.failed = true
      const out = this.writing.filter((item) => item.session === talk)
      const calls = [...out, ...this.readers(talk.calls), ...talk.calls.filter((item) => !item.reads)]
      for (const item of calls) drop = this.abandon(item, 'AbortError') || drop
    }
    this.release(talk)
    this.refuse(talk, error)
    return drop
  }

  protected release(talk: Item): void {
    talk.stage = 'over'
    talk.due = NEVER
    this.remove(talk, this.root)
    this.root.unshift(...talk.calls.filter((item) => item.orphan))
    if (this.talk === talk) this.talk = undefined
  }

  protected refuse(session: Item, error: string): void {
    session.stage = 'over'
    session.due = NEVER
    session.failed = true
    if (session.kind === 'talk') this.say('refused', session.name, error)
  }

  /** The connection is gone: what was under way ends, or goes back to be sent again. */
  protected cut(eof: boolean): void {
    this.eofLast = eof
    const error = eof ? 'ConnectionEOFError' : 'ConnectionLostError'
    const head = this.readers(this.lanes)[0]
    const reader = head?.kind === 'talk' || head?.stage === 'queued' ? undefined : head
    const lose = (item: Item) => this.over(item, error, item === reader ? this.partial(item) : item.got)
    const writing = this.writing.filter(({ stage }) => stage === 'begun')
    const late = writing.filter(({ session }) => session === undefined)
    const inSession = new Set([...(this.session?.calls.splice(0) ?? []), ...writing.filter(({ session }) => session)])
    for (const item of inSession) {
      if (item.stage === 'begun') lose(item)
      else if (item.stage === 'queued') this.over(item, 'NotConnectedError')
    }
    const again: Item[] = []
    for (const item of [...this.root.filter((other) => other.inFlight && !late.includes(other)), ...late]) {
      this.remove(item, this.root)
      if (item.orphan) continue
      if (item.retries === 0 || !this.rules.autoReconnect) lose(item)
      else {
        item.retries--
        again.push(item)
      }
    }
    again.push(...this.unwritten.splice(0))
    for (const item of again) Object.assign(item, { stage: 'queued', got: [] })
    this.root.unshift(...again)
    if (reader?.kind === 'read' && reader.stage === 'begun') {
      this.remove(reader, this.root)
      lose(reader)
    }
    const stream = this.stream
    if (stream?.stage === 'begun') this.cutStream(stream, reader !== undefined && reader !== stream, eof)
    if (reader !== undefined) this.arrived.forget()
    this.stopWriting()
  }

  /** The connection is gone, and with it what was on its way. */
  protected stopWriting(): void {
    this.writing = []
    this.blocked = false
    this.listener = undefined
    this.silenceDue = NEVER
  }

  protected cutStream(stream: Item, shared: boolean, eof: boolean): void {
    const next = () => (stream.match ? undefined : this.arrived.next('line'))
    for (let line = next(); line !== undefined; line = next()) stream.held.push(line)
    const partial = shared ? '' : this.arrived.all
    this.arrived.forget()
    if (stream.reconnect) {
      this.arrived.sifting(false)
      this.stray(partial)
      stream.stage = 'queued'
      return
    }
    const error = eof ? 'ConnectionEOFError' : 'ConnectionLostError'
    stream.ending = { error: eof && partial === '' ? undefined : error, partial }
    this.leave(stream)
    this.passHeld(stream)
  }

  /** Fails all that waits for a connection, but for a stream that reconnects. */
  protected failQueued(error: string): void {
    for (const item of this.opening.splice(0)) this.over(item, error)
    for (const item of [...this.root]) {
      if (item.kind === 'talk' && item.stage === 'queued') this.expire(item, error)
      else if (item.kind !== 'talk' && item.kind !== 'stream') {
        this.remove(item, this.root)
        this.over(item, error)
      }
    }
    if (this.stream !== undefined && !this.stream.reconnect) this.endStream(this.stream, error)
  }
}
