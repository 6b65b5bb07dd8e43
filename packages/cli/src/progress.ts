/** The line on stderr that tells how far a command is, while somebody looks. */
import { clearLine, cursorTo } from 'node:readline'
import { note, paint } from './console.ts'

const REFRESH = 200

export class Progress implements Disposable {
  readonly #text: () => string
  readonly #timer: NodeJS.Timeout | undefined

  /** @param text what to show; asked several times a second, and only when stderr is a terminal */
  constructor(text: () => string) {
    this.#text = text
    if (process.stderr.isTTY) this.#timer = setInterval(() => this.#draw(), REFRESH)
  }

  /** Says something above the line. */
  note(text: string): void {
    this.#clear()
    note(text)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#clear()
  }

  #draw(): void {
    this.#clear()
    process.stderr.write(paint(process.stderr, 'cyan', this.#text().slice(0, process.stderr.columns - 1)))
  }

  #clear(): void {
    if (this.#timer === undefined) return
    clearLine(process.stderr, 0)
    cursorTo(process.stderr, 0)
  }
}
