/** What to try, which a person need not be told twice. */

/** The end of a message that says what to try: in parentheses, which may hold others. */
const HINT = / \((?:[^()]|\([^()]*\))*\)$/

export class Hints {
  readonly #told = new Set<string>()

  /** The message; without its hint, when that was told before. */
  once(message: string): string {
    const [hint] = HINT.exec(message) ?? []
    if (hint === undefined) return message
    if (this.#told.has(hint)) return message.slice(0, -hint.length)
    this.#told.add(hint)
    return message
  }
}
