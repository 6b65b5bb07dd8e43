/** The signals of the caller's thread, as this one has them: aborted by their numbers, each for all that heeds it at once. */
import type { PlainError } from './errors.ts'
import { Foreign } from './errors.ts'
import type { SignalState } from './protocol.ts'

export class HostedSignals {
  readonly #known = new Map<number, { readonly control: AbortController; heeded: number }>()

  /** The signal of something that was asked for; `release` is called when that is over. */
  take(state: SignalState): AbortSignal | undefined {
    if (state === 'none') return undefined
    if (typeof state === 'object') return AbortSignal.abort(asError(state))
    let known = this.#known.get(state)
    if (known === undefined) {
      known = { control: new AbortController(), heeded: 0 }
      this.#known.set(state, known)
    }
    known.heeded++
    return known.control.signal
  }

  release(state: SignalState): void {
    if (typeof state !== 'number') return
    const known = this.#known.get(state)
    if (known !== undefined && --known.heeded === 0) this.#known.delete(state)
  }

  abort(number: number, reason: PlainError): void {
    this.#known.get(number)?.control.abort(asError(reason))
  }
}

/** The options of a call, with its signal if it has one. */
export function withSignal<T>(options: T, signal: AbortSignal | undefined): T {
  return signal === undefined ? options : { ...options, signal }
}

function asError({ ref, name, message }: PlainError): Error {
  return new Foreign(ref ?? 0, name, message)
}
