/** A request that is made again and again, for flavours whose consumers ask for each reply. */
import { Fifo, show } from '@sockio/core'
import { Ticks } from './ticks.ts'
import { systemTime, type TimeSource } from './time-source.ts'

/** The longest timer of the platform; a longer one would ring at once. */
const LONGEST = 2 ** 31 - 1

/** Checks the arguments of `poll()`; throws a TypeError or RangeError that names the wrong one. */
export function checkPoll(request: unknown, period: unknown): void {
  if (typeof request !== 'string' && typeof request !== 'function') {
    throw new TypeError(`request: expected a string or a function, got ${show(request)}`)
  }
  if (typeof period !== 'number') throw new TypeError(`period: expected a number of ms, got ${show(period)}`)
  if (!(period > 0 && period <= LONGEST)) {
    throw new RangeError(`period: expected a number of ms above 0, and at most ${LONGEST}, got ${period}`)
  }
}

/** Checks whom `poll()` is to ask: for a text it must have a `query`; a function asks whom it likes. */
export function checkAsked(sock: unknown, request: unknown): void {
  if (typeof request === 'function' || typeof (sock as Partial<Queried> | null | undefined)?.query === 'function')
    return
  throw new TypeError(`sock: expected a socket or a session, got ${show(sock)}`)
}

interface Queried {
  readonly query: unknown
}

/** Asks once; exactly one of the two is called, once. */
export type Ask<T> = (value: (value: T) => void, failed: (error: unknown) => void) => void

/** Who wants a reply; exactly one of the two is called, once. */
export interface Polled<T> {
  onValue(value: T): void
  /** Nothing more comes. Of a `failure` that ended the poll only the first is told. */
  onEnd(failure?: { readonly error: unknown }): void
}

/**
 * Asks at the ticks of a grid that begins with the first reply that is wanted, and only where one is: no request overlaps
 * another, and ticks at which the instrument was slow, or nobody wanted a reply, are skipped.
 */
export class Poll<T> {
  readonly #ask: Ask<T>
  readonly #period: number
  readonly #signal: AbortSignal | undefined
  readonly #time: TimeSource
  readonly #waiting = new Fifo<Polled<T>>()
  #ticks: Ticks | undefined
  /** It is asked, or a tick is waited for. */
  #busy = false
  #ended = false
  /** Ends the wait for a tick. */
  #cancel: (() => void) | undefined

  /** With a `signal` that is aborted it asks at once: what asks heeds it too, and tells. */
  constructor(ask: Ask<T>, period: number, signal?: AbortSignal, time: TimeSource = systemTime) {
    this.#ask = ask
    this.#period = period
    this.#signal = signal
    this.#time = time
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Wants the next reply; `polled` may be told before this returns. */
  next(polled: Polled<T>): void {
    if (this.#ended) polled.onEnd()
    else {
      this.#waiting.push(polled)
      this.#serve()
    }
  }

  /** Ends it. Those who wait are told that nothing more comes; the reply to a request under way is dropped. */
  leave(): void {
    this.#end()
  }

  #serve(): void {
    if (this.#busy || this.#waiting.length === 0) return
    this.#busy = true
    const now = this.#time.now()
    if (this.#ticks !== undefined) this.#sleep(this.#ticks.wait(now))
    else {
      this.#ticks = new Ticks(this.#period, now)
      this.#request()
    }
  }

  #sleep(ms: number): void {
    const signal = this.#signal
    const cancel = this.#time.after(ms, () => this.#wake())
    const aborted = () => this.#wake()
    const unheeded = () => {
      cancel()
      signal?.removeEventListener('abort', aborted)
    }
    this.#cancel = unheeded
    if (signal?.aborted) this.#wake()
    else signal?.addEventListener('abort', aborted, { once: true })
  }

  #wake(): void {
    this.#rest()
    this.#request()
  }

  #rest(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #request(): void {
    this.#ask(
      (value) => {
        if (this.#ended) return
        this.#busy = false
        this.#waiting.shift()?.onValue(value)
        this.#serve()
      },
      (error) => this.#end({ error }),
    )
  }

  #end(failure?: { readonly error: unknown }): void {
    if (this.#ended) return
    this.#ended = true
    this.#rest()
    let told = failure
    for (const polled of this.#waiting.drain()) {
      polled.onEnd(told)
      told = undefined // the others just end
    }
  }
}
