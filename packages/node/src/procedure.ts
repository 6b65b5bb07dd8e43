/** A call that is several: the steps of a driver, which end for their caller as one call does, exactly once. */
import {
  AbortError,
  type AnySockioError,
  ClosedError,
  ConnectionLostError,
  type ErrorDetails,
  formatAddress,
  inWords,
  NotConnectedError,
  oneLine,
  type Plan,
  SockioError,
  TimeoutError,
} from '@sockio/core'
import { Call } from './call.ts'
import type { PlanOptions } from './options.ts'
import { type Asker, Performer, type Progress, type StepHost } from './performer.ts'
import { type Outcome, Runner, type Stop, type Stoppable } from './runner.ts'

/** What takes more than one exchange, or may. */
type Run<T> = Exclude<Plan<T>['run'], { readonly step: 'ask' }>

/** A plan of several steps. */
export interface Several<T> extends Plan<T> {
  readonly run: Run<T>
}

export function isSeveral<T>(plan: Plan<T>): plan is Several<T> {
  return typeof plan.run === 'function' || plan.run.step === 'together'
}

const NO_LIMIT = Number.POSITIVE_INFINITY

/** It decodes nothing: it is told by its steps. */
const never = () => undefined as never

/** A procedure of the user's, which takes as long as it takes; anything else is one call, with the limit of one. */
function isLong(run: Run<unknown>): boolean {
  return typeof run !== 'function' && run.gently === true
}

/**
 * Made by `Operations.plan`, started by `Connection.start`. When it is aborted, or its time is over, or the connection is
 * closed, its generators return first, so that their `finally` runs, and then its caller is told.
 */
export class Procedure<T> extends Call<T> {
  readonly #operations: Asker
  readonly #name: string
  readonly #run: Run<T>
  readonly #timeout: number
  readonly #retries: number | undefined
  #stopSteps: Stop | undefined
  #progress: Progress | undefined
  /** Why it ends before its steps are done. */
  #why: SockioError | undefined

  constructor(operations: Asker, { name, run, timeout }: Several<T>, options: PlanOptions = {}) {
    super({ timeout: NO_LIMIT }, never, options.signal, operations.settings)
    this.#operations = operations
    this.#name = name
    this.#run = run
    this.#timeout = options.timeout ?? timeout ?? (isLong(run) ? NO_LIMIT : (operations.timeout ?? NO_LIMIT))
    this.#retries = options.retries
  }

  /** Begins; `over` is called when the last step is done, before the caller is told. */
  begin(connection: StepHost, over: () => void): void {
    const timeout = this.#timeout
    const limit = timeout === NO_LIMIT ? NO_LIMIT : connection.now() + timeout
    const progress: Progress = {
      left: () => (limit === NO_LIMIT || this.#why !== undefined ? NO_LIMIT : limit - connection.now()),
      late: (error) => this.#stop(error ?? this.#error(TimeoutError, `took longer than its timeout of ${timeout} ms`)),
      retries: this.#retries,
      promised: this.promised && typeof this.#run !== 'function',
      cleaning: timeout === NO_LIMIT ? undefined : timeout,
      sent: 'no',
    }
    this.#progress = progress
    const place = { operations: this.#operations, alone: false, gently: false }
    const performer = new Performer(connection, progress, place)
    const ended = (outcome: Outcome<unknown>) => {
      over()
      if (this.#why !== undefined) this.#tell({ error: this.#why })
      else this.#tell('error' in outcome ? { error: this.#root(outcome.error) } : (outcome as Outcome<T>))
    }
    const stoppable: Stoppable = (stop) => {
      this.#stopSteps = stop
    }
    const run = this.#run
    if (typeof run !== 'function') performer.perform(run, ended, stoppable)
    else {
      const runner = new Runner(run(), performer.perform, ended)
      stoppable((why) => runner.stop(why))
      runner.start()
    }
  }

  /** Its caller wants it no more. */
  abort(cause: unknown): void {
    const reason = oneLine(inWords(cause))
    this.#stop(this.#error(AbortError, `was aborted: ${reason}`, cause))
  }

  /** The connection is closed. */
  closed(): void {
    this.#stop(this.#error(ClosedError, 'was under way when that was closed'))
  }

  /**
   * What it ended with; where that is that its connection is gone, what it was lost with. That was thrown in it already, and
   * hidden by the step of its `finally` that found no connection. Where it was lost while nothing was under way, of that
   * step nothing was sent, but of a procedure what came before.
   */
  #root(error: unknown): unknown {
    if (!(error instanceof NotConnectedError)) return error
    if (error.cause instanceof SockioError) return error.cause
    if (!isLong(this.#run) || this.#progress?.sent === 'no') return error
    return this.#error(ConnectionLostError, `was cut: ${error.message}`, error)
  }

  #stop(why: SockioError): void {
    if (this.#why !== undefined) return
    this.#why = why
    if (this.#stopSteps === undefined) this.#tell({ error: why })
    else this.#stopSteps(why.cause ?? why)
  }

  #error<E extends SockioError>(
    kind: new (message: string, details: ErrorDetails) => E,
    happened: string,
    cause?: unknown,
  ): E {
    const { sent = 'no' } = this.#progress ?? {}
    const { address } = this.#operations.settings
    const phase = sent === 'no' ? 'queued' : 'reading'
    return new kind(`${this.#name} of a driver at ${formatAddress(address)} ${happened}`, {
      address,
      phase,
      sent,
      cause,
    })
  }

  #tell(outcome: Outcome<T>): void {
    const { listener } = this
    if ('value' in outcome) listener.onValue?.(outcome.value)
    else if (outcome.error instanceof SockioError || listener.onThrown === undefined) {
      listener.onError?.(outcome.error as AnySockioError)
    } else listener.onThrown(outcome.error)
  }
}
