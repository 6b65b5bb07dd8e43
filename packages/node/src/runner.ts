/** Runs steps, one after the other: the one runner, of every flavour. What a step does is for `Perform`. */
import type { Step, Steps } from '@sockio/core'

/** How a step, or a run of steps, ended. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown }

/** Ends a step before its time, and why: its `done` is still called, now or soon. */
export type Stop = (why: unknown) => void

/** Is told how to stop a step, before anything of it is done: steps that block are done before their `Perform` returns. */
export type Stoppable = (stop: Stop) => void

/** Does one step; the first call of `done` counts, perhaps before this returns. What it throws is what the step failed with. */
export type Perform = (step: Step, done: (outcome: Outcome<unknown>) => void, stoppable: Stoppable) => void

const nothing: Stop = () => undefined

/**
 * Steps under way. `stop` has the step that they are at end early, and gives them no other: a generator is returned
 * from, so that its `finally` runs, whose own steps are done as any others.
 */
export class Runner<T> {
  readonly #steps: Steps<T>
  readonly #perform: Perform
  readonly #over: (outcome: Outcome<T>) => void
  #stopStep: Stop = nothing
  /** It is to return from its generator, as soon as that can be. */
  #stopping = false
  #stopped = false

  /** `over` is called once, when the generator is done: of one that was stopped, whoever did that knows why. */
  constructor(steps: Steps<T>, perform: Perform, over: (outcome: Outcome<T>) => void) {
    this.#steps = steps
    this.#perform = perform
    this.#over = over
  }

  start(): void {
    this.#go({ value: undefined })
  }

  stop(why: unknown): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#stopping = true
    this.#stopStep(why)
  }

  /** In a loop while steps are answered at once: a procedure of a million of them must not fill the stack. */
  #go(first: Outcome<unknown>): void {
    let last: Outcome<unknown> | undefined = first
    while (last !== undefined) {
      const outcome = last
      let next: IteratorResult<Step, T>
      try {
        next = this.#resume(outcome)
        if (!next.done && this.#stopping) continue // it was stopped by its own code
      } catch (error) {
        this.#over({ error })
        return
      }
      if (next.done) {
        this.#over({ value: next.value })
        return
      }
      last = this.#do(next.value)
    }
  }

  #resume(outcome: Outcome<unknown>): IteratorResult<Step, T> {
    if (this.#stopping) {
      this.#stopping = false
      return this.#steps.return(undefined as T)
    }
    return 'error' in outcome ? this.#steps.throw(outcome.error) : this.#steps.next(outcome.value)
  }

  /** What the step comes to; undefined when that comes later. */
  #do(step: Step): Outcome<unknown> | undefined {
    let atOnce: Outcome<unknown> | undefined
    let waiting = false
    let over = false
    const done = (outcome: Outcome<unknown>) => {
      if (over) return
      over = true
      this.#stopStep = nothing
      if (waiting) this.#go(outcome)
      else atOnce = outcome
    }
    try {
      this.#perform(step, done, (stop) => {
        this.#stopStep = stop
      })
    } catch (error) {
      done({ error })
    }
    waiting = true
    return atOnce
  }
}
