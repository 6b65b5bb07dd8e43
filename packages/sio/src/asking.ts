/** The wait for the one answer to something that was asked: settles its future. */
import type { Asker } from './bridge.ts'
import type { PlainError } from './errors.ts'
import type { Future } from './future.ts'
import { type Message, unpacked, unpackFrames, unpackRun, unpackTexts } from './messages.ts'
import { Tell } from './protocol.ts'

/** What an answer needs of the socket it is for. */
export interface AskedOf {
  /** The error that was taken apart in the other thread. */
  error(plain: PlainError): unknown
  /** The error of a call whose thread is dead. */
  lost(cause: Error): Error
}

export class Asking<T> implements Asker {
  readonly #future: Future<T>
  readonly #of: AskedOf
  readonly #over: (() => void) | undefined

  /** `over` is called when the answer is there. */
  constructor(future: Future<T>, of: AskedOf, over?: () => void) {
    this.#future = future
    this.#of = of
    this.#over = over
  }

  answer(message: Message): boolean {
    this.over()
    if (message.kind === Tell.error) {
      const plain = unpacked<PlainError>(message.body)
      this.#future.fail(this.#of.error(plain), plain.ref === undefined)
    } else this.#future.settle(this.value(message) as T)
    return true
  }

  died(cause: Error): void {
    this.over()
    this.#future.fail(this.#of.lost(cause), true)
  }

  /** The answer is there. */
  protected over(): void {
    this.#over?.()
  }

  /** The value of an answer; what it is, its asker knows. */
  protected value({ kind, body }: Message): unknown {
    switch (kind) {
      case Tell.bytes:
        return body
      case Tell.text:
        return body.toString()
      case Tell.frames:
        return unpackFrames(body)
      case Tell.texts:
        return unpackTexts(body)
      case Tell.run:
        return unpackRun(body)
      case Tell.value:
        return unpacked(body)
      default:
        return undefined
    }
  }
}
