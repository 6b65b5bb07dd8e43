/** Runs the methods of drivers: each exchange is asked of the other thread, and all between them is done in this one. */
import type { Ask, Here, Plan } from '@sockio/core'
import {
  type Asker,
  Call,
  checkPlanOptions,
  isSeveral,
  type Listener,
  OneAtATime,
  type PlanOptions,
  Procedure,
  type StepHost,
  timers,
} from '@sockio/node'
import { type Answering, Future } from './future.ts'
import type { Remote } from './remote.ts'
import { sleep } from './sleep.ts'

/** One exchange of a procedure, not yet asked for. */
class RemoteCall extends Call<unknown> {
  readonly begin: () => Future<unknown>
  future: Future<unknown> | undefined

  constructor(remote: Remote, begin: () => Future<unknown>) {
    super({}, () => undefined, undefined, remote.errors)
    this.begin = begin
  }
}

/** The operations of the socket (0) or of a session of that number, as far as steps need them. */
class RemoteAsker implements Asker {
  readonly timeout: number | undefined
  readonly inSession: boolean
  readonly procedures = new OneAtATime()
  readonly settings
  readonly #remote: Remote
  readonly #session: number

  constructor(remote: Remote, session: number) {
    this.#remote = remote
    this.#session = session
    this.settings = remote.errors
    this.timeout = remote.timeout
    this.inSession = session !== 0
  }

  ask(step: Ask, options: PlanOptions): RemoteCall {
    return new RemoteCall(this.#remote, () => this.#remote.ask(this.#session, step, options))
  }
}

/** The other thread, for procedures whose steps block, or give futures. */
class RemoteHost implements StepHost {
  readonly #remote: Remote
  readonly #futures: boolean

  constructor(remote: Remote, futures: boolean) {
    this.#remote = remote
    this.#futures = futures
  }

  get here(): Here {
    const { address, notes } = this.#remote
    const [epoch, told] = this.#remote.get<readonly [epoch: number, told: number]>('whereabouts')
    return { address, notes, epoch, told, refused: (...what) => this.#remote.refused(...what) }
  }

  now(): number {
    return timers.now()
  }

  after(ms: number, wake: () => void): () => void {
    if (this.#futures) {
      const timer = timers.setTimeout(wake, ms)
      return () => timers.clearTimeout(timer)
    }
    sleep(ms)
    wake()
    return () => undefined
  }

  start(call: RemoteCall, listener: Listener<unknown>): void {
    call.sent = 'maybe'
    this.#given(
      () => {
        call.future = call.begin()
        return call.future
      },
      (value) => listener.onValue?.(value),
      (error) => listener.onError?.(error as never),
    )
  }

  abort(call: RemoteCall): void {
    call.future?.cancel()
  }

  hold(
    granted: (operations: Asker, end: (tell: () => void) => void) => void,
    _options: { readonly patience: number },
    refused: (error: never) => void,
  ): (cause: unknown) => void {
    let held: Future<() => void> | undefined
    const run = (session: number): (() => void) | PromiseLike<() => void> => {
      const made = Promise.withResolvers<() => void>()
      let told: (() => void) | undefined
      granted(new RemoteAsker(this.#remote, session), (tell) => {
        told = tell
        made.resolve(tell)
      })
      return told ?? made.promise
    }
    this.#given(
      () => {
        held = this.#remote.transact<() => void>(run, undefined)
        return held
      },
      (tell) => tell(),
      (error) => refused(error as never),
    )
    return () => held?.cancel()
  }

  #given<T>(ask: () => Future<T>, onValue: (value: T) => void, onError: (error: unknown) => void): void {
    if (this.#futures) {
      ask().then(onValue, onError)
      return
    }
    let value: T
    try {
      value = this.#remote.blocking(() => ask().waitFor(Number.POSITIVE_INFINITY, this.start))
    } catch (error) {
      onError(error)
      return
    }
    onValue(value)
  }
}

const BLOCKED =
  'the steps of a driver go on as the event loop runs: await this future, or let the calls of the socket block'

/** What runs one use of a driver's method on a socket (session 0) or a session of it. */
export class Drive {
  readonly #remote: Remote
  readonly #session: number
  readonly #futures: boolean
  readonly #host: RemoteHost
  readonly #asker: RemoteAsker

  constructor(remote: Remote, session: number, futures: boolean) {
    this.#remote = remote
    this.#session = session
    this.#futures = futures
    this.#host = new RemoteHost(remote, futures)
    this.#asker = new RemoteAsker(remote, session)
  }

  /** Its value, for which it blocks, or a future. */
  run<T>(plan: Plan<T>, entry: (...args: never[]) => unknown): T | Future<T> {
    const { options } = plan
    checkPlanOptions(options)
    if (isSeveral(plan)) {
      const procedure = new Procedure(this.#asker, plan, options)
      return this.#futures ? this.#future(procedure) : this.#value(procedure)
    }
    const ask = () => this.#remote.ask(this.#session, plan.run as Ask, options) as Future<T>
    return this.#futures ? ask() : this.#remote.blocking(() => ask().waitFor(Number.POSITIVE_INFINITY, entry))
  }

  /** A signal that is aborted while this thread is blocked is heard by the exchange under way: it was before, or never. */
  #value<T>(procedure: Procedure<T>): T {
    let ended: { readonly value: T } | { readonly error: unknown } | undefined
    const failed = (error: unknown) => {
      ended = { error }
    }
    procedure.listener = {
      onValue: (value) => {
        ended = { value }
      },
      onError: failed,
      onThrown: failed,
    }
    const { signal } = procedure
    if (signal?.aborted) procedure.abort(signal.reason)
    else procedure.begin(this.#host, () => undefined)
    if (ended === undefined) throw new Error('a step of the procedure did not block')
    if ('error' in ended) throw ended.error
    return ended.value
  }

  #future<T>(procedure: Procedure<T>): Future<T> {
    const { address } = this.#remote
    const answering: Answering = {
      address,
      wait: () => {
        throw new TypeError(BLOCKED)
      },
      look: () => undefined,
      abort: () => procedure.abort(new Error('it was cancelled')),
      hold: () => undefined,
      release: () => undefined,
      blocking: (run) => run(),
    }
    const future = new Future<T>(answering)
    const { signal } = procedure
    const abort = () => procedure.abort(signal?.reason)
    const over = () => signal?.removeEventListener('abort', abort)
    procedure.listener = {
      onValue: (value) => future.settle(value),
      onError: (error) => future.fail(error, true),
      onThrown: (thrown) => future.fail(thrown),
    }
    if (signal?.aborted) {
      procedure.abort(signal.reason)
      return future
    }
    signal?.addEventListener('abort', abort)
    procedure.begin(this.#host, over)
    return future
  }
}
