/** Does the steps of a procedure: on a connection, where others come in between, or in a session, where none does. */
import {
  type AnySockioError,
  type Ask,
  type Here,
  limitRule,
  type Sent,
  type Settings,
  SockioError,
  type Step,
  type Steps,
  TimeoutError,
  type Together,
  type Wait,
} from '@sockio/core'
import type { Call, Listener } from './call.ts'
import { tracing } from './diagnostics.ts'
import type { OneAtATime } from './one-at-a-time.ts'
import type { PlanOptions } from './options.ts'
import { type Outcome, type Perform, Runner, type Stop, type Stoppable } from './runner.ts'
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
  start(call: Call<unknown>, listener: Listener<unknown>): void
  abort(call: Call<unknown>, cause: unknown): void
  /** Gives operations that have the instrument for themselves, until `end` is called. */
  hold(
    granted: (operations: Asker, end: (tell: () => void) => void) => void,
    options: { readonly patience: number; readonly contextless: boolean },
    refused: (error: AnySockioError) => void,
  ): (cause: unknown) => void
}

/** What the steps of one procedure have in common, however deep they are. */
export interface Progress {
  /** How long it may still take, in ms; less than 0 when its time is over. */
  left(): number
  /** Ends it: its time is over. */
  late(error?: SockioError): void
  /** How long, in ms, each exchange of what cleans up may take, where the connection has no limit; undefined for no limit. */
  readonly cleaning: number | undefined
  readonly retries: number | undefined
  /** Who is told gets a promise, and is in its own context again without us; a generator would not be. */
  readonly promised: boolean
  /** May the instrument have acted on something of it? */
  sent: Sent
}

/** Where steps are done: on the connection, or in a session of it. */
interface Ground {
  readonly operations: Asker
  /** The session is theirs alone: what is to be together is so already. */
  readonly alone: boolean
  readonly gently: boolean
  /** No generator is told of its exchanges, which might be in some context. */
  readonly contextless?: boolean
}

/** An exchange of a procedure under way. */
class Asking implements Listener<unknown> {
  readonly #connection: StepHost
  readonly #progress: Progress
  readonly #call: Call<unknown>
  readonly #done: Done
  #grace: (() => void) | undefined

  constructor(connection: StepHost, progress: Progress, call: Call<unknown>, done: Done) {
    this.#connection = connection
    this.#progress = progress
    this.#call = call
    this.#done = done
  }

  stop(why: unknown, gently: boolean): void {
    if (gently) this.#grace = systemTime.after(GRACE, () => this.#connection.abort(this.#call, why))
    else this.#connection.abort(this.#call, why)
  }

  onValue(value: unknown): void {
    this.#progress.sent = 'yes' // what is answered was sent
    this.#end({ value })
  }

  onError(error: AnySockioError): void {
    const progress = this.#progress
    if (error instanceof TimeoutError && progress.left() <= 0) progress.late(error)
    if (progress.sent !== 'yes') progress.sent = error instanceof SockioError ? error.sent : this.#call.sent // in `sio` it may be another
    this.#end({ error })
  }

  #end(outcome: Outcome<unknown>): void {
    this.#grace?.()
    this.#done(outcome)
  }
}

export class Performer {
  readonly #connection: StepHost
  readonly #progress: Progress
  readonly #place: Ground

  constructor(connection: StepHost, progress: Progress, place: Ground) {
    this.#connection = connection
    this.#progress = progress
    this.#place = place
  }

  readonly perform: Perform = (step: Step, done: Done, stoppable: Stoppable): void => {
    const { step: kind } = (step as Step | null | undefined) ?? {} // a generator may yield anything
    if (kind === 'ask') this.#ask(this.#place, step as Ask, done, stoppable)
    else if (kind === 'wait') this.#wait(step as Wait, done, stoppable)
    else if (kind === 'together') this.#together(step as Together, done, stoppable)
    else if (kind === 'where') done({ value: this.#connection.here })
    else throw new TypeError(`a procedure gave no step: use "yield*" with what a driver's methods and wait() give`)
  }

  #ask(place: Ground, step: Ask, done: Done, stoppable: Stoppable): void {
    const { operations, gently } = place
    const progress = this.#progress
    const left = progress.left()
    if (left <= 0) {
      this.#late(done)
      return
    }
    const retries = operations.inSession ? undefined : progress.retries
    const call = operations.ask(step, { timeout: this.#patience(place, left), retries })
    if (place.contextless) {
      call.promised = true
      call.ownDecoder = false
    }
    const asking = new Asking(this.#connection, progress, call, done)
    stoppable((why) => asking.stop(why, gently))
    this.#connection.start(call, asking)
  }

  /** A procedure may take long, each of its exchanges as long as any call; one call that is several may take all its time for one. */
  #patience({ operations, gently }: Ground, left: number): number | undefined {
    if (left === Number.POSITIVE_INFINITY) return operations.timeout === undefined ? this.#progress.cleaning : undefined
    return Math.ceil(gently ? Math.min(left, operations.timeout ?? left) : left)
  }

  #late(done: Done): void {
    this.#progress.late()
    done({ value: undefined })
  }

  #wait({ ms }: Wait, done: Done, stoppable: Stoppable): void {
    limitRule(ms, 'ms')
    const left = this.#progress.left()
    if (left <= 0) {
      this.#late(done)
      return
    }
    let cancel = () => {}
    stoppable(() => {
      cancel()
      done({ value: undefined })
    })
    const woken = () => {
      if (ms > left) this.#progress.late()
      done({ value: undefined })
    }
    cancel = this.#connection.after(Math.min(ms, left), woken)
  }

  #together(step: Together, done: Done, stoppable: Stoppable): void {
    const { operations, alone, gently } = this.#place
    const own = step.gently ?? false
    if (alone) this.#run(step.run, operations, gently, done, stoppable)
    else if (operations.inSession) this.#takeTurn(step, own, done, stoppable)
    else this.#hold(step, own, done, stoppable)
  }

  /** In a session: after what is together there already. */
  #takeTurn(step: Together, gently: boolean, done: Done, stoppable: Stoppable): void {
    const { operations } = this.#place
    const left = this.#progress.left()
    let alarm = () => {}
    let stop: Stop | undefined
    stoppable((why) => {
      if (stop !== undefined) stop(why)
      else {
        alarm()
        leave()
        done({ value: undefined })
      }
    })
    const begin = (over: () => void) => {
      alarm()
      const ended = (outcome: Outcome<unknown>) => {
        over()
        done(outcome)
      }
      this.#run(step.run, operations, gently, ended, (how) => {
        stop = how
      })
    }
    const leave = operations.procedures.take(begin)
    if (stop === undefined && left !== Number.POSITIVE_INFINITY)
      alarm = this.#connection.after(left, () => this.#progress.late())
  }

  #hold(step: Together, gently: boolean, done: Done, stoppable: Stoppable): void {
    const { operations } = this.#place
    let leave: Stop | undefined
    let stop: Stop | undefined
    stoppable((why) => (stop ?? leave)?.(why))
    leave = this.#connection.hold(
      (held, end) => {
        const ended = (outcome: Outcome<unknown>) => end(() => done(outcome))
        const stopped = (how: Stop) => {
          stop = how
        }
        try {
          this.#shortly(step, held, gently, ended, stopped)
        } catch (error) {
          ended({ error }) // of what can't be asked: no runner is around it, and the instrument is held
        }
      },
      {
        patience: Math.min(this.#progress.left(), operations.timeout ?? Number.POSITIVE_INFINITY),
        contextless: this.#isContextless(step), // the steps behind a shortcut are none of a user's
      },
      (error) => {
        stop?.(error)
        done({ error })
      },
    )
  }

  /** By its one exchange, where there is one. */
  #shortly(step: Together, operations: Asker, gently: boolean, done: Done, stoppable: Stoppable): void {
    const { shortcut } = step
    const { here } = this.#connection
    const ask = shortcut?.ask(here)
    if (shortcut === undefined || ask === undefined) {
      this.#run(step.run, operations, gently, done, stoppable)
      return
    }
    const asked: Done = (outcome) => {
      if ('error' in outcome) {
        done(outcome)
        return
      }
      const values = outcome.value as readonly unknown[]
      const end = shortcut.comesTo(values, here)
      if (end === undefined) this.#run(() => shortcut.goOn(values, here), operations, gently, done, stoppable)
      else done(end)
    }
    this.#ask({ operations, alone: true, gently, contextless: this.#isContextless(step) }, ask, asked, stoppable)
  }

  /** Nobody sees the context of its one exchange: no decoder of the user's, and nobody who traces it. */
  #isContextless({ shortcut }: Together): boolean {
    return this.#progress.promised && shortcut?.ownDecoder === false && !tracing()
  }

  #run(run: Together['run'], operations: Asker, gently: boolean, done: Done, stoppable: Stoppable): void {
    let steps: Steps<unknown>
    try {
      steps = run()
    } catch (error) {
      done({ error })
      return
    }
    const inner = new Performer(this.#connection, this.#progress, { operations, alone: true, gently })
    const runner = new Runner(steps, inner.perform, done)
    stoppable((why) => runner.stop(why))
    runner.start()
  }
}
