/** AbortSignals and what heeds them: one listener per signal, and one abort of all, however many calls share it. */
export class Signals<Subject> {
  readonly #abort: (subjects: ReadonlySet<Subject>, reason: unknown) => void
  readonly #watched = new Map<AbortSignal, { readonly subjects: Set<Subject>; readonly listener: () => void }>()

  constructor(abort: (subjects: ReadonlySet<Subject>, reason: unknown) => void) {
    this.#abort = abort
  }

  watch(signal: AbortSignal, subject: Subject): void {
    const known = this.#watched.get(signal)
    if (known !== undefined) {
      known.subjects.add(subject)
      return
    }
    const subjects = new Set([subject])
    const listener = () => {
      this.#watched.delete(signal)
      this.#abort(subjects, signal.reason)
    }
    this.#watched.set(signal, { subjects, listener })
    signal.addEventListener('abort', listener, { once: true })
  }

  forget(signal: AbortSignal, subject: Subject): void {
    const known = this.#watched.get(signal)
    if (known === undefined) return
    known.subjects.delete(subject)
    if (known.subjects.size > 0) return
    this.#watched.delete(signal)
    signal.removeEventListener('abort', known.listener)
  }
}
