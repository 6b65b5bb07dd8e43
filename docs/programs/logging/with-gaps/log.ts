/** A log in JSON lines: readings with their time, and a mark where some are missing. */
import { appendFileSync } from 'node:fs'

export class Log {
  readonly #file: string
  #last = new Date()
  #connection: number | undefined
  #missing: string | undefined

  constructor(file: string) {
    this.#file = file
    this.#write({ time: this.#last, event: 'log begins' })
  }

  /** @param connection counts them: another one than before, and it was away in between */
  reading(volts: number, connection: number): void {
    const time = new Date()
    const isOther = this.#connection !== undefined && this.#connection !== connection
    const missing = this.#missing ?? (isOther ? 'another connection' : undefined)
    if (missing !== undefined) this.#write({ from: this.#last, to: time, missing })
    this.#write({ time, volts })
    this.#last = time
    this.#connection = connection
    this.#missing = undefined
  }

  /** There is none, and why; what follows from that is not written. */
  none(why: string): void {
    this.#missing ??= why
  }

  #write(row: object): void {
    const line = JSON.stringify(row)
    console.log(line)
    appendFileSync(this.#file, `${line}\n`)
  }
}
