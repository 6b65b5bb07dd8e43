/** The context that a function of the user belongs to: that in which it was handed over. */
import { AsyncResource, executionAsyncId } from 'node:async_hooks'

export class Context {
  readonly #resource = new AsyncResource('SOCKIO')
  readonly #callback = executionAsyncId()

  /**
   * Runs it there. Node ends the process when code is cut short, as by a Ctrl-C of the REPL, that has entered another
   * context within a callback: what runs in the same callback as it was handed over in, as all that is typed into a
   * terminal does, enters none.
   */
  run<A extends unknown[], T>(fn: (...args: A) => T, ...args: A): T {
    if (executionAsyncId() !== 0 && executionAsyncId() === this.#callback) return fn(...args)
    return this.#resource.runInAsyncScope(fn, undefined, ...args)
  }
}
