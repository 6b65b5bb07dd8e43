/** A screen of its own on the terminal, drawn again and again in place; the terminal is as before when it is left. */
const ENTER = '\x1b[?1049h\x1b[?25l'
const LEAVE = '\x1b[?25h\x1b[?1049l'
const HOME = '\x1b[H'
const REST = '\x1b[K'
const BELOW = '\x1b[J'

const { stdout } = process

export class FullScreen implements Disposable {
  readonly #lines: () => readonly string[]
  readonly #timer: NodeJS.Timeout | undefined

  /** @param lines what to show, no more than there are rows; asked each `refresh` ms, and only when stdout is a terminal */
  constructor(lines: () => readonly string[], refresh: number) {
    this.#lines = lines
    if (!stdout.isTTY) return
    stdout.write(ENTER)
    this.#timer = setInterval(() => this.#draw(), refresh)
    process.once('exit', this.#leave)
  }

  #draw(): void {
    const lines = this.#lines().map((line) => line + REST)
    stdout.write(`${HOME}${lines.join('\n')}${BELOW}`)
  }

  /** Also when the process is ended: the terminal must not be left on a screen without a cursor. */
  readonly #leave = () => {
    stdout.write(LEAVE)
  };

  [Symbol.dispose](): void {
    if (this.#timer === undefined) return
    clearInterval(this.#timer)
    process.off('exit', this.#leave)
    this.#leave()
  }
}
