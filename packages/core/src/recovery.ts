/** What survives a lost connection: what was not sent, what may be sent again, what had arrived; and what it ends. */
import type { Exchange } from './exchange.ts'
import type { Parts } from './parts.ts'
import { Session } from './session.ts'

/** Why the connection that left bytes behind is gone. */
interface Loss {
  readonly eof: boolean
  readonly cause: unknown
}

/** May an exchange that a lost connection cut be sent again, whole? Counts the retry when it may. */
function sendAgain(exchange: Exchange): boolean {
  if (exchange.retries === 0) return false
  exchange.retries--
  return true
}

export class Recovery {
  readonly #parts: Parts
  #loss: Loss = { eof: true, cause: undefined }
  /** What was handed to a dead socket: for the next connection. */
  #unwritten: Exchange[] = []

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** A new connection begins with nothing: what the one before left is set aside. */
  reportLeftovers(): void {
    const { scheduler, effects } = this.#parts
    const left = scheduler.inbox.takeAll()
    scheduler.inbox.clear()
    if (left.length > 0) effects.stray(left, 'unasked')
  }

  /** Without a connection, reads get what the last one left; the first that it is not enough for learns of its end. */
  readLeftovers(): void {
    const { scheduler } = this.#parts
    if (scheduler.inbox.length === 0) return
    scheduler.readLeftovers()
    const head = scheduler.root.readers.peek()
    if (head !== undefined && head.stage === 'begun' && !(head instanceof Session)) {
      this.cut(this.#loss.eof, this.#loss.cause)
    }
  }

  /** The socket was dead when it was written to: what has not left goes out, whole, on the next connection. */
  putBack(): void {
    const { scheduler, settings, streams } = this.#parts
    streams.forgetLeft()
    if (settings.autoReconnect) this.#unwritten = scheduler.takeUnwritten() // a session never moves to another connection
  }

  /** The connection is gone: ends what it cut, and puts back what may be sent again. */
  cut(eof: boolean, cause: unknown): void {
    const { scheduler, ledger, blame, link, streams, settings } = this.#parts
    this.#loss = { eof, cause }
    streams.forgetLeft()
    const { root, lanes } = scheduler
    const head = lanes.readers.peek()
    const reader = head instanceof Session || head?.stage === 'queued' ? undefined : head
    const ofReader = reader === undefined ? undefined : ledger.arrived(reader)
    const lost = (exchange: Exchange) => {
      const arrived = exchange === reader ? ofReader : ledger.arrived(exchange)
      ledger.settle(exchange, blame.lost(exchange, link.state, eof, cause, arrived))
    }
    if (scheduler.session !== undefined) this.#cutSession(scheduler.session, lost, cause)
    const late = scheduler.writing.filter(
      ({ stage, session, stream }) => stage === 'begun' && session === undefined && stream === undefined,
    )
    const sent = root.takeInFlight().filter((exchange) => !late.includes(exchange))
    const again: Exchange[] = []
    for (const exchange of [...sent, ...late]) {
      if (settings.autoReconnect && sendAgain(exchange)) again.push(exchange)
      else lost(exchange)
    }
    again.push(...this.#unwritten)
    this.#unwritten = []
    for (const exchange of again) ledger.requeue(exchange)
    root.restore(again)
    if (reader !== undefined && reader.stage === 'begun' && reader.stream === undefined) {
      root.remove(reader)
      lost(reader)
    }
    const stream = root.stream
    if (stream?.stage === 'begun') streams.cut(stream, reader !== undefined && reader !== stream, eof, cause)
    if (reader !== undefined) scheduler.inbox.clear()
    scheduler.reset()
  }

  #cutSession(session: Session, lost: (exchange: Exchange) => void, cause: unknown): void {
    const { blame, link, ledger, scheduler } = this.#parts
    const writing = scheduler.writing.filter((exchange) => exchange.session === session)
    for (const exchange of new Set([...session.lanes.clear(), ...writing])) {
      if (exchange instanceof Session || exchange.stage === 'settled') continue
      if (exchange.stage === 'begun') lost(exchange)
      else ledger.settle(exchange, blame.notConnected(exchange, link.state, cause))
    }
  }
}
