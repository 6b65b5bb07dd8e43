/** The signals of this thread's calls: the other thread knows each by a number, and is told once when it is aborted. */
import { isSignal } from '@sockio/node'
import type { OwnErrors } from './own-errors.ts'
import type { SignalState } from './protocol.ts'

interface Watched {
  readonly number: number
  /** How many calls heed it now. */
  calls: number
  readonly listener: () => void
}

export class SignalNumbers {
  readonly #aborted: (number: number, reason: unknown) => void
  readonly #watched = new Map<AbortSignal, Watched>()
  #last = 0

  constructor(aborted: (number: number, reason: unknown) => void) {
    this.#aborted = aborted
  }

  /** A call heeds the signal, until as many calls of `forget`. */
  watch(signal: AbortSignal): number {
    const known = this.#watched.get(signal)
    if (known !== undefined) {
      known.calls++
      return known.number
    }
    const number = ++this.#last
    const listener = () => {
      this.#aborted(number, signal.reason)
      this.#watched.delete(signal)
    }
    signal.addEventListener('abort', listener, { once: true }) // first: one that is known, though cut here, would be deaf
    this.#watched.set(signal, { number, calls: 1, listener })
    return number
  }

  forget(signal: AbortSignal): void {
    const known = this.#watched.get(signal)
    if (known === undefined || --known.calls > 0) return
    this.#watched.delete(signal)
    signal.removeEventListener('abort', known.listener)
  }
}

/** The options of a call without their signal, if they have one; a signal of another kind is left for the driver to name. */
export function withoutSignal(options: unknown): {
  readonly signal: AbortSignal | undefined
  readonly rest: unknown
} {
  if (typeof options !== 'object' || options === null || !('signal' in options)) {
    return { signal: undefined, rest: options }
  }
  const { signal, ...rest } = options
  return signal === undefined || isSignal(signal) ? { signal, rest } : { signal: undefined, rest: options }
}

/** Where signals, and the reasons of those that are aborted, have numbers. */
interface Heeding {
  readonly own: OwnErrors
  readonly signals: SignalNumbers
}

/** What the other thread is told of the signal of a call. */
export function signalState({ own, signals }: Heeding, signal: AbortSignal | undefined): SignalState {
  if (signal === undefined) return 'none'
  return signal.aborted ? own.keep(signal.reason) : signals.watch(signal)
}

/** What is to be called when a call that heeds the signal is over. */
export function forgetting({ signals }: Heeding, signal: AbortSignal | undefined): (() => void) | undefined {
  if (signal === undefined || signal.aborted) return undefined
  let forgotten = false
  return () => {
    if (forgotten) return // an answer that was cut short is heard again, and others may heed it too
    forgotten = true
    signals.forget(signal)
  }
}
