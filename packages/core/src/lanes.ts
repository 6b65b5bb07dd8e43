/**
 * Who may write, and who may read. Both lanes are first come, first served, in the order of the calls; a request stands
 * in both from the start, so that the order of replies is the order of requests.
 *
 *     readers:  [ in flight: written, their reply is owed ][ not begun ]
 *                 0 .. outstanding-1
 */
import type { Exchange } from './exchange.ts'
import { Fifo } from './fifo.ts'
import type { Session } from './session.ts'

export class Lanes {
  /** Waiting to write. */
  readonly writers = new Fifo<Exchange | Session>()
  /** Waiting for bytes, or for their turn to. */
  readonly readers = new Fifo<Exchange | Session>()
  /** Requests at the head of `readers` that are written; orphans count. */
  outstanding = 0
  /** Orphans among those: their late replies are still owed. */
  orphans = 0

  /** A stream with `match` stands beside the read lane. */
  add(exchange: Exchange): void {
    if (exchange.request !== undefined) this.writers.push(exchange)
    if (exchange.framing !== undefined && exchange.stream?.match === undefined) this.readers.push(exchange)
  }

  /** A transaction needs both. */
  addSession(session: Session): void {
    this.writers.push(session)
    this.readers.push(session)
  }

  /** The head of the read lane is done. */
  shiftReader(reader: Exchange): void {
    this.readers.shift()
    if (reader.request !== undefined) this.outstanding--
    if (reader.orphan) this.orphans--
  }

  /** The caller of a written request is gone, and its late reply must be recognised: it stays where it is. */
  orphan(exchange: Exchange, now: number): void {
    exchange.givenUpAt = now
    exchange.orphan = true
    this.orphans++
  }

  /** The request whose late reply is owed and holds up `item`, if it is one that does. */
  owedBefore(item: Exchange | Session): Exchange | undefined {
    if (this.orphans === 0 || item.stage === 'begun') return undefined
    // A write goes past what is owed, unless it stands behind somebody who may not.
    if (isWrite(item) && isWrite(this.writers.peek() ?? item)) return undefined
    for (let i = 0; i < this.outstanding; i++) {
      const reader = this.readers.at(i) as Exchange
      if (reader.orphan) return reader
    }
    return undefined
  }

  /** Takes the late replies that another lane was owed, ahead of everything. */
  adoptOrphans(from: Lanes): void {
    if (from.orphans === 0) return
    const orphans = from.readers.toArray().filter((reader) => 'orphan' in reader && reader.orphan)
    this.readers.unshift(orphans)
    this.outstanding += orphans.length
    this.orphans += orphans.length
  }

  /** Takes out what was cancelled before its time. */
  remove(item: Exchange | Session): void {
    this.writers.remove(item)
    if (!this.readers.remove(item)) return
    if ('request' in item && item.request !== undefined && item.stream === undefined && item.stage !== 'queued')
      this.outstanding--
  }

  /** Takes out the requests in flight, orphans left out: the connection that they were sent on is gone. */
  takeInFlight(): Exchange[] {
    const inFlight: Exchange[] = []
    for (; this.outstanding > 0; this.outstanding--) {
      const exchange = this.readers.shift() as Exchange
      if (!exchange.orphan) inFlight.push(exchange)
    }
    this.orphans = 0
    return inFlight
  }

  /** Takes out everything. */
  clear(): Set<Exchange | Session> {
    this.outstanding = 0
    this.orphans = 0
    return new Set([...this.readers.drain(), ...this.writers.drain()])
  }

  /** Puts back, ahead of everything, what is to be sent again. */
  restore(exchanges: readonly Exchange[]): void {
    this.writers.unshift(exchanges)
    this.readers.unshift(
      exchanges.filter(({ framing, stream }) => framing !== undefined && stream?.match === undefined),
    )
  }
}

/** Does it wait for no reply? The start of a stream with `match`, which stands beside the read lane, is a write too. */
export function isWrite(item: Exchange | Session): boolean {
  return 'framing' in item && (item.framing === undefined || item.stream?.match !== undefined)
}
