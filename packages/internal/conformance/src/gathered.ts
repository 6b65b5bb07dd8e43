/** What is pushed, pulled: for flavours whose polls push. */
import type { Readings } from './subject.ts'

/** Where what is pushed goes. */
export interface Gathering {
  value(value: unknown): void
  fail(error: unknown): void
  end(): void
}

/** Begins with the first pull; who does not pull for a while finds what came meanwhile. */
export class Gathered implements Readings {
  readonly #begin: (to: Gathering) => () => unknown
  readonly #values: unknown[] = []
  readonly #waiting: PromiseWithResolvers<IteratorResult<unknown, undefined>>[] = []
  #stop: (() => unknown) | undefined
  #error: { readonly error: unknown } | undefined
  #over = false

  /** `begin` starts it, and gives what stops it. */
  constructor(begin: (to: Gathering) => () => unknown) {
    this.#begin = begin
  }

  next(): Promise<IteratorResult<unknown, undefined>> {
    const pull = Promise.withResolvers<IteratorResult<unknown, undefined>>()
    this.#waiting.push(pull)
    if (!this.#over && this.#stop === undefined) {
      this.#stop = () => undefined // it may end at once
      this.#stop = this.#begin({
        value: (value) => {
          this.#values.push(value)
          this.#serve()
        },
        fail: (error) => {
          this.#error = { error }
          this.#end()
        },
        end: () => this.#end(),
      })
    }
    this.#serve()
    return pull.promise
  }

  async return(): Promise<IteratorResult<unknown, undefined>> {
    await this.#stop?.()
    this.#end()
    return { value: undefined, done: true }
  }

  #end(): void {
    this.#over = true
    this.#serve()
  }

  #serve(): void {
    for (let pull = this.#waiting[0]; pull !== undefined; pull = this.#waiting[0]) {
      if (this.#values.length > 0) pull.resolve({ value: this.#values.shift(), done: false })
      else if (this.#error !== undefined) {
        pull.reject(this.#error.error)
        this.#error = undefined
      } else if (this.#over) pull.resolve({ value: undefined, done: true })
      else return
      this.#waiting.shift()
    }
  }
}
