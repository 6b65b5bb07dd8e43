/** The signals of this thread's calls: the other thread knows each by a number, and is told once when it is aborted. */
import { isSignal } from '@sockio/node'

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
