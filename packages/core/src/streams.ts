/** The streams of a machine: their credit, their end, and what a lost connection does to them. */

import { Aftermath, QUIET_MS } from './aftermath.ts'
import { Arrived } from './arrived.ts'
import { type AnySockioError, TimeoutError } from './errors.ts'
import { Exchange } from './exchange.ts'
import { holdAll, passHeld } from './feed.ts'
import { joined } from './joined.ts'
import type { ErrorFor } from './link.ts'
import type { Parts } from './parts.ts'
import { isError } from './realm.ts'

const NEVER = Number.POSITIVE_INFINITY

export class Streams {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Lets a stream have `n` more frames (fewer, when negative). */
  credit(exchange: Exchange, n: number): void {
    const { stream } = exchange
    if (stream === undefined || exchange.stage === 'settled') return
    stream.credit += n
    if (stream.ending !== undefined) this.#feedEnding(exchange)
    else {
      const held = stream.held.length
      passHeld(exchange, this.#parts.effects)
      this.waits(exchange, stream.held.length < held)
    }
  }

  /** A stream's limit is for one frame: it runs while the consumer waits, and starts again with each frame. */
  waits(exchange: Exchange, fed: boolean): void {
    const { stream } = exchange
    if (stream === undefined || stream.timeout === NEVER) return
    const { deadlines, effects } = this.#parts
    if (stream.credit === 0) deadlines.delete(exchange)
    else if (fed || exchange.slot < 0) deadlines.set(exchange, effects.now() + stream.timeout)
  }

  /** It was not read, and its policy makes that an error. */
  overflowed(exchange: Exchange): void {
    const { blame, link, settings } = this.#parts
    this.#leaveEarly(exchange, blame.overflow(exchange, link.state, settings.bufferSize))
  }

  end(exchange: Exchange, error?: AnySockioError): void {
    this.#leave(exchange)
    this.#parts.ledger.settle(exchange, error)
  }

  /** A stream is given up, by its limit or its signal; `abandon` of the ledger made the error. */
  abandon(exchange: Exchange, error: AnySockioError): void {
    this.#setAside(exchange)
    this.#leaveEarly(exchange, error)
  }

  /** Ends it in the middle: what it still sends is nobody's, and its stop ends that. */
  #leaveEarly(exchange: Exchange, error?: AnySockioError): void {
    if (this.#reconnects(exchange)) {
      this.end(exchange, error)
      this.#parts.link.answered() // it was of use: the next is made at once
      this.#parts.link.doom(new Error('a stream was left in the middle (quiet: "reconnect")'))
      return
    }
    const aftermath = this.#aftermath(exchange, error)
    if (aftermath !== undefined) this.#parts.scheduler.aftermath = aftermath
    this.end(exchange, error)
    if (aftermath?.stop !== undefined) this.#parts.ledger.enter(aftermath.stop)
  }

  /** Is its connection given up with it? One with a stop has a better way to end what it still sends. */
  #reconnects({ stream, stage }: Exchange): boolean {
    const { settings, link } = this.#parts
    if (stream === undefined || stage !== 'begun' || stream.ending !== undefined || link.state !== 'ready') return false
    return stream.stop === undefined && (stream.quiet ?? settings.quiet) === 'reconnect'
  }

  #aftermath(exchange: Exchange, error: AnySockioError | undefined): Aftermath | undefined {
    const { scheduler, settings, link, effects } = this.#parts
    const { stream } = exchange
    if (stream === undefined || exchange.stage !== 'begun' || stream.ending !== undefined) return undefined
    if (link.state !== 'ready') return undefined // it read what a lost connection had left
    const own = stream.quiet ?? settings.quiet
    const quiet = own === 'reconnect' ? QUIET_MS : own
    // It may have ended because of just such a silence.
    const silent = error instanceof TimeoutError && stream.timeout >= quiet && scheduler.inbox.length === 0
    const waits = quiet > 0 && settings.staleInput === 'discard' && !silent
    if (stream.stop === undefined && !waits) return undefined
    const asks = stream.stopAsks
    const beside = stream.match !== undefined
    const framing = asks && beside ? exchange.framing : undefined
    const session = scheduler.session
    const stop = stream.stop && new Exchange({ request: stream.stop, framing, session })
    return new Aftermath({ quiet, stop, asks, beside }, effects.now())
  }

  /** The connection is gone, and with it what a stream that was left still sent. */
  forgetLeft(): void {
    const { scheduler, ledger } = this.#parts
    const stop = scheduler.aftermath?.stop
    scheduler.aftermath = undefined
    if (stop === undefined || stop.stage === 'settled') return
    ledger.lanesOf(stop).remove(stop)
    ledger.settle(stop)
  }

  /**
   * A consumer ends its stream; frames that it was given and did not use go back into the buffer. They are only reported
   * when the connection is another one, when a request beside the stream waits, which would take them for its reply, or
   * when the stream has a stop, after which nothing of it is left.
   */
  cancel(exchange: Exchange, unused: readonly Uint8Array[]): void {
    if (exchange.stage === 'settled') return
    const { stream } = exchange
    const plain = stream?.match === undefined && stream?.ending === undefined && stream?.held.length === 0
    if (plain && exchange.stage === 'begun' && stream.stop === undefined) {
      for (let i = unused.length - 1; i >= 0; i--) this.#parts.scheduler.inbox.unread(unused[i] as Uint8Array)
    } else this.#setAside(exchange, unused)
    this.#leaveEarly(exchange)
  }

  /** Frames that were taken out of the buffer for a stream and have no taker any more: nothing is lost in silence. */
  #setAside({ stream }: Exchange, unused: readonly Uint8Array[] = []): void {
    const { settings, effects } = this.#parts
    const frames = stream === undefined ? unused : [...unused, stream.held.takeAll()]
    const bytes = joined(frames, settings.allocate)
    if (bytes.length > 0) effects.stray(bytes, 'stream')
  }

  /** Fails the stream that there is, if any. */
  fail(errorFor: ErrorFor): void {
    const { stream } = this.#parts.scheduler.root
    if (stream !== undefined) this.end(stream, errorFor(stream))
  }

  /**
   * The connection of a running stream is gone. It goes on with the next one, or ends once all that had arrived is
   * taken. `shared`: what is left in the inbox was for a reader beside it.
   */
  cut(exchange: Exchange, shared: boolean, eof: boolean, cause: unknown): void {
    const { scheduler, effects, blame, link, ledger, deadlines } = this.#parts
    const { stream } = exchange
    if (stream === undefined) return
    const breach = this.#holdAll(exchange)
    const arrived = shared ? new Arrived(new Uint8Array(0), 0) : ledger.waiting()
    const rest = shared || !stream.reconnect ? undefined : scheduler.inbox.peek()
    scheduler.inbox.clear()
    if (stream.reconnect) {
      if (stream.match !== undefined) scheduler.inbox.sifting(false)
      if (rest !== undefined && rest.length > 0) effects.stray(rest, 'stream')
      ledger.requeue(exchange)
      if (exchange.request !== undefined) scheduler.root.writers.unshift([exchange]) // it is started again
      return
    }
    const clean = eof && arrived.size === 0
    if (breach !== undefined) stream.ending = ledger.breach(exchange, breach, arrived)
    else stream.ending = clean ? null : blame.lost(exchange, link.state, eof, cause, arrived)
    this.#leave(exchange)
    deadlines.delete(exchange)
    this.#feedEnding(exchange)
  }

  /** What had arrived is the stream's, up to what can't be a frame. */
  #holdAll(exchange: Exchange): Error | undefined {
    try {
      holdAll(exchange, this.#parts.scheduler.inbox)
      return undefined
    } catch (error) {
      if (isError(error)) return error
      throw error
    }
  }

  #leave(exchange: Exchange): void {
    const { scheduler } = this.#parts
    const lanes = exchange.session?.lanes ?? scheduler.root
    lanes.remove(exchange)
    if (lanes.stream !== exchange) return
    lanes.stream = undefined
    if (exchange.stream?.match !== undefined && exchange.stage === 'begun') scheduler.unsift(exchange)
  }

  #feedEnding(exchange: Exchange): void {
    const { effects, ledger } = this.#parts
    passHeld(exchange, effects)
    const { stream } = exchange
    if (stream?.ending !== undefined && stream.held.length === 0) ledger.settle(exchange, stream.ending ?? undefined)
  }
}
