/** The wait for the end of a transaction: its function runs when it is granted. */
import { type AskedOf, Asking } from './asking.ts'
import type { Future } from './future.ts'
import { type Message, unpacked } from './messages.ts'
import { Tell } from './protocol.ts'

type Run<T> = (session: number, value: (value: T | PromiseLike<T>) => void) => void

export class TransactionAsking<T> extends Asking<T> {
  readonly #run: Run<T>
  #result: T | PromiseLike<T> | undefined

  constructor(future: Future<T>, of: AskedOf, run: Run<T>, over?: () => void) {
    super(future, of, over)
    this.#run = run
  }

  override answer(message: Message): boolean {
    if (message.kind !== Tell.granted) return super.answer(message)
    this.#run(unpacked<[number]>(message.body)[0], (value) => {
      this.#result = value
    })
    return false
  }

  /** What the function has returned. */
  protected override value(): unknown {
    return this.#result
  }
}
