/** What a command with a prompt writes on: results on stdout, and on a terminal everything above the prompt. */
import { clearLine, cursorTo, type Interface } from 'node:readline'
import { note, paint } from './console.ts'
import type { TypedAhead } from './shell/typed-ahead.ts'

export class Screen {
  #prompt: Interface | undefined
  #typed: TypedAhead | undefined
  /** A command is under way: there is no prompt to write above. */
  busy = true

  /** On a terminal. */
  attach(prompt: Interface, typed: TypedAhead): void {
    this.#prompt = prompt
    this.#typed = typed
  }

  get interactive(): boolean {
    return this.#prompt !== undefined
  }

  say(text: string): void {
    const waiting = this.#prompt !== undefined && !this.busy
    if (waiting) {
      clearLine(process.stdout, 0)
      cursorTo(process.stdout, 0)
    }
    process.stdout.write(`${text}\n`)
    if (waiting) this.#prompt?.prompt(true)
  }

  note(text: string): void {
    for (const line of text.split('\n')) {
      if (this.#prompt === undefined) note(line)
      else this.say(paint(process.stdout, 'dim', `-- ${line}`))
    }
  }

  /** The next command may come. */
  ready(): void {
    this.busy = false
    this.#prompt?.prompt()
    this.#typed?.release()
  }

  /** Forgets what was typed. */
  clear(): void {
    if (this.#prompt === undefined) return
    process.stdout.write('^C\n')
    this.#prompt.write(null, { ctrl: true, name: 'e' })
    this.#prompt.write(null, { ctrl: true, name: 'u' })
  }
}
