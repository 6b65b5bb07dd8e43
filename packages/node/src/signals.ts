/** AbortSignals and what heeds them: one listener per signal, and one abort of all, however many calls share it. */

/** What may have a signal. */
export interface Heeding {
  readonly signal: AbortSignal | undefined
}

/** What aborts them. */
export interface Aborting<Subject> {
  abort(subjects: Iterable<Subject>, reason: unknown): void
}

export class Signals<Subject extends Heeding> {
  readonly #host: Aborting<Subject>
  readonly #watched = new Map<AbortSignal, { readonly subjects: Set<Subject>; readonly listener: () => void }>()

  constructor(host: Aborting<Subject>) {
    this.#host = host
  }

  /** Has its signal, if it has one, abort it; false when that was aborted already: then the subject has ended. */
  heed(subject: Subject): boolean {
    const { signal } = subject
    if (signal === undefined) return true
    if (signal.aborted) {
      this.#host.abort([subject], signal.reason)
      return false
    }
    this.#watch(signal, subject)
    return true
  }

  #watch(signal: AbortSignal, subject: Subject): void {
    const watched = this.#watched
    const known = watched.get(signal)
    if (known !== undefined) {
      known.subjects.add(subject)
      return
    }
    const subjects = new Set([subject])
    const listener = () => {
      watched.delete(signal)
      this.#host.abort(subjects, signal.reason)
    }
    watched.set(signal, { subjects, listener })
    signal.addEventListener('abort', listener, { once: true })
  }

  /** The subject has ended. */
  forget(subject: Subject): void {
    const { signal } = subject
    const known = signal && this.#watched.get(signal)
    if (signal === undefined || known === undefined) return
    known.subjects.delete(subject)
    if (known.subjects.size > 0) return
    this.#watched.delete(signal)
    signal.removeEventListener('abort', known.listener)
  }
}
