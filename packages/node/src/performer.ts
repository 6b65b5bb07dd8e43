/** Does the steps of a procedure: on a connection, where others come in between, or in a session, where none does. */
import {
  type AnySockioError,
  type Ask,
  type Here,
  type Sent,
  type Settings,
  type SockioError,
  type Step,
  TimeoutError,
  type Together,
} from '@sockio/core'
import type { Call } from './call.ts'
import type { OneAtATime } from './one-at-a-time.ts'
import type { PlanOptions } from './options.ts'
import { type Outcome, type Perform, Runner, type Stop } from './runner.ts'
import { systemTime } from './time-source.ts'

/** How long, in ms, the exchange under way may still wait for its reply when its procedure is aborted. */
const GRACE = 1000

type Done = (outcome: Outcome<unknown>) => void

/** The operations of a connection or of a session, as far as steps need them. */
export interface Asker {
  /** The limit of its calls, where they don't say, in ms; undefined for none. */
  readonly timeout: number | undefined
  /** Are these the operations of a hook or of a transaction? */
  readonly inSession: boolean
  /** Of a session: what must be together is not under way twice at once. */
  readonly procedures: OneAtATime
  /** What is known of the connection, for errors. */
  readonly settings: Pick<Settings, 'address' | 'redact'>
  ask(step: Ask, options: PlanOptions): Call<unknown>
}

/** A connection, as far as steps need it. */
export interface StepHost {
  /** Which connection this is. */
  readonly here: Here
  /** Milliseconds of its clock, which never go back. */
  now(): number
  /** Calls `wake` once, after `ms`, however many; what it returns prevents that. */
  after(ms: number, wake: () => void): () => void
  start(call: Call<unknown>): void
  abort(call: Call<unknown>, cause: unknown): void
  /** Gives operations that have the instrument for themselves, until `end` is called. */
  hold(
    granted: (operations: Asker, end: (tell: () => void) => void) => void,
    options: { readonly patience: number },
    refused: (error: AnySockioError) => void,
  ): (cause: unknown) => void
}

/** What the steps of one procedure have in common, however deep they are. */
export interface Progress {
  /** How long it may still take, in ms; less than 0 when its time is over. */
  left(): number
  /** Ends it: its time is over. */
  late(error?: SockioError): void
  readonly retries: number | undefined
  /** May the instrument have acted on something of it? */
  sent: Sent
}

/** Where steps are done. */
interface Place {
  readonly operations: Asker
  /** The session is theirs alone: what is to be together is so already. */
  readonly alone: boolean
  readonly gently: boolean
}

export class Performer {
  readonly #connection: StepHost
  readonly #progress: Progress
  readonly #place: Place

  constructor(connection: StepHost, progress: Progress, place: Place) {
    this.#connection = connection
    this.#progress = progress
    this.#place = place
  }

  readonly perform: Perform = (step: Step, done: Done): Stop => {
    switch (step.step) {
      case 'ask':
        return this.#ask(step, done)
      case 'wait':
        return this.#wait(step.ms, done)
      case 'together':
        return this.#together(step, done)
      case 'where':
        done({ value: this.#connection.here })
        return () => undefined
    }
    throw new TypeError(`a procedure gave no step: use "yield*" with what a driver's methods and wait() give`)
  }

  #ask(step: Ask, done: Done): Stop {
    const { operations, gently } = this.#place
    const progress = this.#progress
    const left = progress.left()
    if (left <= 0) return this.#late(done)
    const retries = operations.inSession ? undefined : progress.retries
    const call = operations.ask(step, { timeout: this.#patience(left), retries })
    let grace = () => {}
    const ended = (outcome: Outcome<unknown>) => {
      grace()
      if (progress.sent !== 'yes') progress.sent = call.sent
      done(outcome)
    }
    call.onValue = (value) => ended({ value })
    call.onError = (error) => {
      if (error instanceof TimeoutError && progress.left() <= 0) progress.late(error)
      ended({ error })
    }
    this.#connection.start(call)
    const abort = (why: unknown) => this.#connection.abort(call, why)
    return (why) => {
      if (gently) grace = systemTime.after(GRACE, () => abort(why))
      else abort(why)
    }
  }

  /** A procedure may take long, each of its exchanges as long as any call; one call that is several may take all its time for one. */
  #patience(left: number): number | undefined {
    if (left === Number.POSITIVE_INFINITY) return undefined
    const { operations, gently } = this.#place
    return Math.ceil(gently ? Math.min(left, operations.timeout ?? left) : left)
  }

  #late(done: Done): Stop {
    this.#progress.late()
    done({ value: undefined })
    return () => undefined
  }

  #wait(ms: number, done: Done): Stop {
    const left = this.#progress.left()
    if (left <= 0) return this.#late(done)
    const woken = () => {
      if (ms > left) this.#progress.late()
      done({ value: undefined })
    }
    const cancel = this.#connection.after(Math.min(ms, left), woken)
    return () => {
      cancel()
      done({ value: undefined })
    }
  }

  #together(step: Together, done: Done): Stop {
    const { operations, alone, gently } = this.#place
    if (alone) return this.#run(step, operations, gently, done)
    const own = step.gently ?? false
    if (operations.inSession) {
      return operations.procedures.take((over) =>
        this.#run(step, operations, own, (outcome) => {
          over()
          done(outcome)
        }),
      )
    }
    let stop: Stop | undefined
    const leave = this.#connection.hold(
      (held, end) => {
        stop = this.#run(step, held, own, (outcome) => end(() => done(outcome)))
      },
      { patience: Math.min(this.#progress.left(), operations.timeout ?? Number.POSITIVE_INFINITY) },
      (error) => {
        stop?.(error)
        done({ error })
      },
    )
    return (why) => (stop ?? leave)(why)
  }

  #run(step: Together, operations: Asker, gently: boolean, done: Done): Stop {
    const inner = new Performer(this.#connection, this.#progress, { operations, alone: true, gently })
    const runner = new Runner(step.run(), inner.perform, done)
    runner.start()
    return (why) => runner.stop(why)
  }
}
