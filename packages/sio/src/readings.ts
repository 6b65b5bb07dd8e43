/** What polls give: an iterator that blocks, or one to await. */
import { type Inspected, inspection, SockioError, shownAs } from '@sockio/core'
import { type Readings as FutureReadings, isThenable, readings, Ticks, timers } from '@sockio/node'
import { showCaller } from './show-caller.ts'
import { sleep } from './sleep.ts'

/** What `poll()` gives of a socket with `resolveFutures: false`: one to await. Leaving the loop ends it. */
export type { FutureReadings }

/** What `poll()` gives of a socket whose calls block: an iterator, with its helpers (`take`, `map`, `toArray`...). */
export interface Readings<T> extends IteratorObject<T, undefined>, Disposable {
  /** Blocks until the next tick, and then for the reply. */
  next(): IteratorResult<T, undefined>
  /** Ends it; a loop that is left calls it. */
  return(): IteratorResult<T, undefined>
  [Symbol.iterator](): Readings<T>
}

const NO_PROMISE =
  'request: its function returned a promise, which an iterator that blocks can not wait for: return a value, or poll a socket with resolveFutures: false'

/** The error in place of a promise, of which nobody hears any more. */
function unawaited(promise: PromiseLike<unknown>): TypeError {
  Promise.resolve(promise).catch(() => undefined)
  return new TypeError(NO_PROMISE)
}

const END = { value: undefined, done: true } as const

class BlockingReadings<T> extends Iterator<T, undefined> implements Readings<T> {
  readonly #ask: () => T
  readonly #period: number
  readonly #shown: () => object
  #ticks: Ticks | undefined
  #over = false

  constructor(ask: () => T, period: number, shown: () => object) {
    super()
    this.#ask = ask
    this.#period = period
    this.#shown = shown
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Readings', { ...this.#shown(), ended: this.#over }, how)
  }

  override [Symbol.iterator](): this {
    return this
  }

  override next(): IteratorResult<T, undefined> {
    if (this.#over) return END
    const now = timers.now()
    if (this.#ticks === undefined) this.#ticks = new Ticks(this.#period, now)
    else sleep(this.#ticks.wait(now))
    try {
      const value = this.#ask()
      if (isThenable(value)) throw unawaited(value)
      return { value, done: false }
    } catch (error) {
      this.#over = true
      if (error instanceof SockioError) showCaller(error, this.next)
      throw error
    }
  }

  override return(): IteratorResult<T, undefined> {
    this.#over = true
    return END
  }

  override [Symbol.dispose](): void {
    this.#over = true
  }
}

/** What `ask` gives at each tick: to await where it gives futures. It is printed as `shown`. */
export function ticking<T>(
  futures: boolean,
  ask: () => T | PromiseLike<T>,
  period: number,
  shown: () => object,
  signal?: AbortSignal,
): Readings<T> | FutureReadings<T> {
  return futures ? readings(ask, period, signal, shown) : new BlockingReadings(ask as () => T, period, shown)
}
