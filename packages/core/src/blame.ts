/** Makes the errors: each says what was tried, where, for how long, what had arrived, and the likeliest cure. */

import { type Address, formatAddress } from './address.ts'
import { bytes, milliseconds } from './amounts.ts'
import type { Arrived } from './arrived.ts'
import { cure, reason } from './cause.ts'
import { ended } from './ended.ts'
import type { ErrorDetails } from './error-details.ts'
import * as errors from './errors.ts'
import type { Exchange } from './exchange.ts'
import type { Framing } from './framing/framing.ts'
import { type Owed, type Show, stillOwed } from './owed.ts'
import { printable } from './printable.ts'
import { Session } from './session.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'

/** Who is told: a call, a transaction, or nobody in particular. */
export type Subject = Exchange | Session | undefined

/** Makes the error of one call for what happened to all of them. */
export type ErrorFor = (subject: Subject) => errors.AnySockioError

/** What the engine knows of a call that has waited too long, beside the call itself. */
export interface Circumstances {
  /** What of its reply has arrived. */
  readonly arrived?: Arrived | undefined
  /** Why the last connection attempt failed, while there is no connection. */
  readonly failure?: Error | undefined
  /** What has become so far of each address that the present attempt tries. */
  readonly tried?: Error | undefined
  /** The late reply that it waits for. */
  readonly owed?: Owed | undefined
  /** Another's transaction has the instrument for itself. */
  readonly held?: boolean
  /** The write before it on this connection, when that had no end of line. */
  readonly unended?: Uint8Array | undefined
}

const QUESTION_MARK = 0x3f

/** A line that ends in another end of line than the one it was asked for. */
function eolHint(partial: Uint8Array): string {
  const ends: Readonly<Record<number, string>> = { 13: '\\r', 10: '\\n', 0: '\\0', 59: ';' }
  const end = ends[partial[partial.length - 1] ?? -1]
  return end === undefined ? '' : ` (they end in "${end}": try eol: '${end}')`
}

/** Is what ends so asked for in lines of text? Lines are, and the blocks of IEEE 488.2. */
function inText(framing: Framing | undefined): boolean {
  return framing?.ended === true || framing?.lead !== undefined
}

/** Why a call still waits, when its caller may hold the instrument himself. */
function waitsFor(held: boolean | undefined): string {
  return held ? '; a transaction holds the instrument: inside it, use its session' : ''
}

export class Blame {
  readonly #address: Address
  readonly #at: string
  readonly #writeEol: Uint8Array
  readonly #redact: (request: Uint8Array) => Uint8Array
  readonly #show: Show = (request) => printable(this.#redact(request))
  readonly #link: { readonly heard: boolean }

  /** `heard`: has the connection that is spoken of ever given a byte? */
  constructor(
    { address, writeEol, redact }: Pick<Settings, 'address' | 'writeEol' | 'redact'>,
    link: { readonly heard: boolean },
  ) {
    this.#address = address
    this.#at = formatAddress(address)
    this.#writeEol = writeEol
    this.#redact = redact
    this.#link = link
  }

  #reason(cause: unknown): string {
    return reason(cause, this.#link.heard)
  }

  /** The phase a call or a transaction is in, given the state of the link. */
  phase(subject: Subject, state: State): errors.Phase {
    if (subject?.stage === 'begun') {
      if (subject instanceof Session) return subject.sent === 'maybe' ? 'writing' : 'reading'
      return subject.request !== undefined && subject.sent !== 'yes' ? 'writing' : 'reading'
    }
    if (state === 'ready' || state === 'closed') return 'queued'
    return state === 'initialising' ? 'initialising' : 'connecting'
  }

  timeout(exchange: Exchange, state: State, waited: number, known: Circumstances): errors.TimeoutError {
    const { arrived, failure, tried, owed } = known
    const phase = this.phase(exchange, state)
    const ms = milliseconds(waited)
    const what = this.#what(exchange)
    const sent =
      exchange.sent === 'no' ? 'nothing of it was sent' : 'it was to be sent again, since its connection was lost'
    const queued = () => `${what} still waited its turn at ${this.#at} after ${ms}; ${sent}`
    const messages: Readonly<Record<errors.Phase, () => string>> = {
      queued,
      connecting: () => {
        const last = failure === undefined ? '' : `; the last attempt failed: ${this.#reason(failure)}`
        return `${what}: no connection to ${this.#at} in ${ms}; ${sent}${last}${tried === undefined ? '' : `; ${this.#reason(tried)}`}`
      },
      initialising: () => {
        if (exchange.session !== undefined) return queued() // it waits in the hook, not for it
        return `${what}: the connection hook at ${this.#at} was not done after ${ms}; ${sent} (inside the hook, use its session)`
      },
      writing: () => `${what} could not be written to ${this.#at} in ${ms}: the peer does not read`,
      reading: () =>
        `${this.#missing(exchange)} from ${this.#at} in ${ms}; ${this.#arrived(exchange, arrived)}${this.#silent(exchange, known)}`,
    }
    const message = messages[phase]() + stillOwed(owed, this.#show) + waitsFor(known.held)
    return this.#error(errors.TimeoutError, message, exchange, state, { arrived, cause: failure })
  }

  aborted(exchange: Exchange, state: State, cause: unknown, arrived?: Arrived, owed?: Owed): errors.AbortError {
    const message = `${this.#what(exchange)} at ${this.#at} was aborted: ${this.#reason(cause)}${stillOwed(owed, this.#show)}`
    return this.#error(errors.AbortError, message, exchange, state, { cause, arrived })
  }

  lost(exchange: Exchange, state: State, eof: boolean, cause: unknown, arrived?: Arrived): errors.AnySockioError {
    const happened = eof ? `closed the connection${cure(cause, this.#link.heard)}` : `was lost: ${this.#reason(cause)}`
    const came = exchange.framing === undefined ? '' : `; ${this.#arrived(exchange, arrived)}`
    const message = `${this.#at} ${happened} before ${this.#what(exchange)} was done${came}`
    const more = { cause, arrived }
    if (eof) return this.#error(errors.ConnectionEOFError, message, exchange, state, more)
    return this.#error(errors.ConnectionLostError, message, exchange, state, more)
  }

  /** `said`: what the peer had said by then. */
  connect(subject: Subject, state: State, attempts: number, cause: unknown, said?: Uint8Array): errors.ConnectError {
    const tried = attempts === 1 ? '' : ` (after ${attempts} attempts)`
    const heard = said === undefined || said.length === 0 ? '' : `; the peer had said ${printable(said)}`
    const message = `could not connect to ${this.#at}: ${this.#reason(cause)}${heard}${tried}`
    return this.#error(errors.ConnectError, message, subject, state, { cause })
  }

  connectTimeout(subject: Subject, state: State, limit: number, cause?: Error): errors.ConnectTimeoutError {
    const tried = cause === undefined ? '' : `: ${this.#reason(cause)}`
    const message = `no connection to ${this.#at} in ${milliseconds(limit)} (connectionTimeout)${tried}`
    return this.#error(errors.ConnectTimeoutError, message, subject, state, { cause })
  }

  init(subject: Subject, state: State, cause: unknown): errors.InitError {
    const message = `the connection hook at ${this.#at} failed, so the connection was given up: ${this.#reason(cause)}`
    return this.#error(errors.InitError, message, subject, state, { cause })
  }

  overrun(exchange: Exchange, state: State, limit: number, arrived: Arrived): errors.LimitOverrunError {
    const expected = exchange.framing?.expected?.() ?? 'the end of the reply'
    const message = `${expected} did not come from ${this.#at} within ${limit} bytes (bufferSize): ${printable(arrived.bytes)}`
    return this.#error(errors.LimitOverrunError, message, exchange, state, { arrived })
  }

  oversized(exchange: Exchange, state: State, cause: Error, arrived: Arrived): errors.LimitOverrunError {
    const message = `the reply of ${this.#at} is ${cause.message}: ${printable(arrived.bytes)}`
    return this.#error(errors.LimitOverrunError, message, exchange, state, { arrived })
  }

  malformed(exchange: Exchange, state: State, cause: Error, arrived: Arrived): errors.FramingError {
    const message = `the reply of ${this.#at} is malformed: ${cause.message}, got ${printable(arrived.bytes)}`
    return this.#error(errors.FramingError, message, exchange, state, { cause, arrived })
  }

  queueFull(exchange: Exchange, state: State, limit: number, owed?: Owed): errors.QueueFullError {
    const message = `${limit} exchanges wait already at ${this.#at} (maxQueue)${stillOwed(owed, this.#show)}`
    return this.#error(errors.QueueFullError, message, exchange, state)
  }

  streamActive(exchange: Exchange | undefined, state: State): errors.StreamActiveError {
    const what = exchange === undefined ? 'a transaction' : this.#what(exchange)
    const cure =
      'end the stream first (close() ends one whose loop is gone), give it a `match` so that other lines are left to requests, or use write()'
    const message = `${what} at ${this.#at} would wait for a stream that holds the read lane: ${cure}`
    return this.#error(errors.StreamActiveError, message, exchange, state)
  }

  overflow(exchange: Exchange, state: State, limit: number): errors.OverflowError {
    const message = `the stream from ${this.#at} was not read: ${limit} bytes (bufferSize) wait for its consumer`
    return this.#error(errors.OverflowError, message, exchange, state)
  }

  alreadyOpen(exchange: Exchange, state: State): errors.AlreadyOpenError {
    return this.#error(errors.AlreadyOpenError, `${this.#at} is open already`, exchange, state)
  }

  closed(subject: Subject, state: State, disposed: boolean, arrived?: Arrived): errors.ClosedError {
    const message = disposed
      ? `${this.#at} was disposed of and takes no more calls (was each call awaited?)`
      : `${this.#at} was closed`
    return this.#error(errors.ClosedError, message, subject, state, { arrived })
  }

  sessionOver(exchange: Exchange, state: State): errors.ClosedError {
    const message = `${this.#what(exchange)} came after its transaction or hook at ${this.#at} was over: await each call in it`
    return this.#error(errors.ClosedError, message, exchange, state)
  }

  /** `loss`: what a call ended with, where the connection was lost with one. */
  notConnected(subject: Subject, state: State, cause?: unknown, loss = cause): errors.NotConnectedError {
    const why = cause === undefined ? 'autoReconnect is false: open() it' : this.#reason(cause)
    const message = `${this.#at} is not connected: ${why}`
    return this.#error(errors.NotConnectedError, message, subject, state, { cause: loss })
  }

  /** As of another call, for the same reason. */
  stillNotConnected(subject: Subject, state: State, before: errors.NotConnectedError): errors.NotConnectedError {
    return this.#error(errors.NotConnectedError, before.message, subject, state, { cause: before.cause })
  }

  sessionTimeout(session: Session, state: State, waited: number, { owed, held }: Circumstances): errors.TimeoutError {
    const did = session.stage === 'begun' ? 'was not done' : 'still waited its turn'
    const message = `a transaction at ${this.#at} ${did} after ${milliseconds(waited)}${stillOwed(owed, this.#show)}${waitsFor(held)}`
    return this.#error(errors.TimeoutError, message, session, state)
  }

  sessionAborted(session: Session, state: State, cause: unknown, owed?: Owed): errors.AbortError {
    const did = session.stage === 'begun' ? 'while it ran' : 'before it began'
    const message = `a transaction at ${this.#at} was aborted ${did}: ${this.#reason(cause)}${stillOwed(owed, this.#show)}`
    return this.#error(errors.AbortError, message, session, state, { cause })
  }

  #what(exchange: Exchange): string {
    const request = exchange.request && this.#show(exchange.request)
    if (exchange.stream !== undefined) return request === undefined ? 'a stream' : `the stream of ${request}`
    if (request !== undefined) return request
    return exchange.framing === undefined ? 'open()' : `a read of ${exchange.framing.expected?.() ?? 'a frame'}`
  }

  #missing(exchange: Exchange): string {
    if (exchange.stream !== undefined) return 'nothing for the stream'
    return exchange.request === undefined ? 'nothing to read' : `no reply to ${this.#show(exchange.request)}`
  }

  /** The likeliest reason that an instrument says nothing: it has not understood, or was not asked. */
  #silent(exchange: Exchange, { arrived, unended }: Circumstances): string {
    const { request, framing } = exchange
    if (!inText(framing) || (arrived?.size ?? 0) > 0) return ''
    if (unended !== undefined) {
      return ` (the write before it, ${this.#show(unended)}, had no end of line: command() appends it)`
    }
    if (request === undefined) return ''
    const text = this.#show(request)
    if (!ended(request, this.#writeEol)) {
      return ` (${text} has no end of line: ${framing?.ended ? 'query() appends it' : 'end it with one'})`
    }
    if (request.includes(QUESTION_MARK)) return ''
    return ` (${text} has no question mark: in SCPI only queries are answered; command() waits for no reply)`
  }

  #arrived(exchange: Exchange, known: Arrived | undefined): string {
    if (known === undefined || known.size === 0) return 'nothing arrived'
    const framing = exchange.framing
    const all = known.size === known.bytes.length
    const arrived = `${bytes(known.size)} arrived${all ? '' : ` (the first ${known.bytes.length} are its partial)`}`
    const done =
      exchange.count > 1 && exchange.consumed
        ? ` (${exchange.count - exchange.missing} of ${exchange.count} replies)`
        : ''
    const hint = framing?.ended === true && !exchange.consumed && all ? eolHint(known.bytes) : ''
    return `${arrived}${done} without ${framing?.expected?.() ?? 'the end of the reply'}: ${printable(known.bytes)}${hint}`
  }

  #error<E extends errors.SockioError>(
    type: new (message: string, details: ErrorDetails) => E,
    message: string,
    subject: Subject,
    state: State,
    { cause, arrived }: { readonly cause?: unknown; readonly arrived?: Arrived | undefined } = {},
  ): E {
    const request = subject instanceof Session ? undefined : subject?.request
    return new type(message, {
      address: this.#address,
      phase: this.phase(subject, state),
      sent: subject?.sent ?? 'no',
      request: request && this.#redact(request),
      partial: arrived?.bytes,
      cause,
    })
  }
}
