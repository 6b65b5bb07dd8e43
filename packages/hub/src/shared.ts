/** Answers that several share: who asks the same at the same time, or while an answer is young enough. */

/** One question that was asked of the instrument, and who else waits for its answer. */
export interface Asked<W> {
  /** When it was asked, in ms of a monotonic clock: what it measures is as old at most. */
  readonly at: number
  readonly joined: W[]
  answer: Buffer | undefined
}

/** So many answers are kept. */
const MOST = 256

export class Shared<W> {
  readonly #asked = new Map<string, Asked<W>>()

  ask(text: string, at: number): Asked<W> {
    const asked: Asked<W> = { at, joined: [], answer: undefined }
    if (this.#asked.size >= MOST) this.#asked.clear()
    this.#asked.set(text, asked)
    return asked
  }

  /** The question under way, or its answer that is at most `maxAge` ms old. */
  find(text: string, maxAge: number, now: number): Asked<W> | undefined {
    const asked = this.#asked.get(text)
    return asked === undefined || asked.answer === undefined || now - asked.at <= maxAge ? asked : undefined
  }

  /** It has failed, or is over and may be served no more. */
  drop(text: string, asked: Asked<W>): void {
    if (this.#asked.get(text) === asked) this.#asked.delete(text)
  }

  /** Another connection: what was answered on the one before may be true no more. */
  forgetAnswers(): void {
    for (const [text, { answer }] of this.#asked) if (answer !== undefined) this.#asked.delete(text)
  }

  /** Something was written: what was asked before may be true no more. Those who joined keep what they joined. */
  forget(): void {
    if (this.#asked.size > 0) this.#asked.clear()
  }
}
