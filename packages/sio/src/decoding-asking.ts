/** The wait for an answer that is decoded in the caller's thread, by functions of the user. */
import { type AskedOf, Asking } from './asking.ts'
import type { Bridge } from './bridge.ts'
import { Context } from './context.ts'
import type { Future } from './future.ts'
import type { Message } from './messages.ts'

const CUT = 'it was cut short, as by a Ctrl-C of the REPL'

/** What makes the value of a message, and throws the error of its call; undefined for a message that needs no decoder. */
export type Reading<T> = (message: Message) => (() => T) | undefined

export class DecodingAsking<T> extends Asking<T> {
  readonly #future: Future<T>
  readonly #to: Bridge
  readonly #reading: Reading<T>
  /** The decoder runs in that of its caller. */
  readonly #context = new Context()

  constructor(future: Future<T>, of: AskedOf, to: Bridge, reading: Reading<T>, over?: () => void) {
    super(future, of, over)
    this.#future = future
    this.#to = to
    this.#reading = reading
  }

  override answer(message: Message): boolean {
    const decode = this.#reading(message)
    if (decode === undefined) return super.answer(message)
    this.over()
    const run = () => {
      let value: T
      try {
        value = decode()
      } catch (error) {
        this.#future.fail(error, true)
        return
      }
      this.#future.settle(value)
    }
    this.#to.visit(
      () => this.#context.run(run),
      () => this.#future.fail(new Error(CUT)),
    )
    return true
  }
}
