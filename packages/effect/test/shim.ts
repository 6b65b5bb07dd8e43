/** The conformance suite's view of this flavour: runs each effect as a promise, and pulls each stream. */
import {
  type CallVerb,
  optionsOf,
  type Reply,
  type Subject,
  type SubjectBatches,
  type SubjectOptions,
  type SubjectSession,
  type SubjectSocket,
  type SubjectStream,
  subjectSession,
  subjectSocket,
} from '@sockio/conformance'
import { Cause, Context, Effect, Exit, Fiber, Logger, Pull, Scope, Stream } from 'effect'
import { type Lines, type Options, poll, type Session, socketForUrl, Tcp, type TcpShape } from '../src/index.ts'
import { allowed } from './allowed.ts'

/** Nothing of the log on the console. */
const quiet = Context.make(Logger.CurrentLoggers, new Set<Logger.Logger<unknown, unknown>>())
const runSync = Effect.runSyncWith(quiet)

/** The error itself, as the table expects it, if it is one that the operation declares. */
function thrown(cause: Cause.Cause<unknown>, verb: string, args: readonly unknown[], inSession: boolean): unknown {
  for (const reason of cause.reasons) if (Cause.isFailReason(reason)) allowed(reason.error, verb, args, inSession)
  return Cause.squash(cause)
}

type AnyEffect = Effect.Effect<unknown, unknown>

/** A call as a promise, which may reject with no error but those that it declares. */
const calls =
  (inSession: boolean): CallVerb =>
  async (verb, args, name) => {
    const exit = await Effect.runPromiseExitWith(quiet)(verb(...args) as AnyEffect)
    if (Exit.isSuccess(exit)) return exit.value
    throw thrown(exit.cause, name, args, inSession)
  }

/** What a driver's reading gives again and again, pulled. */
const pulls = (inSession: boolean) => (values: Stream.Stream<unknown, unknown>) =>
  new Pulled(values, (cause) => thrown(cause, 'driver', [], inSession))

/** A function of the suite as one that gives an effect; `failed` is told what it has thrown. */
const workOf =
  (fn: (session: SubjectSession) => unknown, failed: (error: unknown) => void = () => undefined) =>
  (session: Session) =>
    Effect.tryPromise({
      try: async () => fn(subjectSession(session, calls(true), pulls(true))),
      catch: (error) => {
        failed(error)
        return error
      },
    })

/** A stream, pulled by hand; `return` closes its scope. */
class Pulled<T> {
  readonly #lines: Stream.Stream<T, unknown> & { readonly dropped?: Effect.Effect<number> }
  readonly #thrown: (cause: Cause.Cause<unknown>) => unknown
  readonly #scope = Scope.makeUnsafe()
  #pull: Effect.Effect<readonly T[], unknown> | undefined
  #running: Fiber.Fiber<readonly T[], unknown> | undefined
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()
  #done = false

  constructor(
    lines: Stream.Stream<T, unknown> & { readonly dropped?: Effect.Effect<number> },
    explain: (cause: Cause.Cause<unknown>) => unknown,
  ) {
    this.#lines = lines
    this.#thrown = explain
  }

  get dropped(): number {
    return runSync(this.#lines.dropped ?? Effect.succeed(0))
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const next = this.#waiting === 0 ? this.#next() : this.#last.then(() => this.#next())
    this.#waiting++
    const over = () => this.#waiting--
    this.#last = next.then(over, over)
    return next
  }

  async #next(): Promise<IteratorResult<T, undefined>> {
    if (this.#done) return { done: true, value: undefined }
    this.#pull ??= runSync(Scope.provide(Stream.toPull(this.#lines), this.#scope))
    this.#running = Effect.runForkWith(quiet)(this.#pull)
    const exit = await Effect.runPromise(Fiber.await(this.#running))
    this.#running = undefined
    if (Exit.isSuccess(exit)) {
      const [value, ...more] = exit.value
      if (value === undefined || more.length > 0) throw new Error(`a chunk of ${exit.value.length}`)
      return { done: false, value }
    }
    const returned = this.#done
    await this.#finish()
    if (returned || Pull.isDoneCause(exit.cause)) return { done: true, value: undefined }
    throw this.#thrown(exit.cause)
  }

  async #finish(): Promise<void> {
    this.#done = true
    if (this.#running !== undefined) await Effect.runPromise(Fiber.interrupt(this.#running))
    await Effect.runPromise(Scope.close(this.#scope, Exit.void))
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    await this.#finish()
    return { done: true, value: undefined }
  }
}

class PulledLines extends Pulled<Reply> implements SubjectStream {
  readonly batches: () => SubjectBatches

  constructor(lines: Lines<Reply, unknown>, explain: (cause: Cause.Cause<unknown>) => unknown) {
    super(lines, explain)
    this.batches = () => new Pulled(Object.assign(lines.batches(), { dropped: lines.dropped }), explain)
  }
}

function socketOf(tcp: TcpShape, scope: Scope.Closeable): SubjectSocket {
  const mine = new WeakSet<object>()
  return subjectSocket(tcp, calls(false), {
    lines: (options) => new PulledLines(tcp.lines(options), (cause) => thrown(cause, 'lines', [options], false)),
    blocks: (limit, options) =>
      new PulledLines(tcp.blocks(limit, options), (cause) => thrown(cause, 'blocks', [limit, options], false)),
    poll: (request, period, options) =>
      new Pulled(poll(tcp, request, period, options), (cause) =>
        thrown(cause, 'query', [request, options ?? {}], false),
      ),
    pull: pulls(false),
    work: (fn) => workOf(fn, (error) => error instanceof Error && mine.add(error)),
    transaction: async (work, options) => {
      const exit = await Effect.runPromiseExitWith(quiet)(tcp.transaction(work, options))
      if (Exit.isSuccess(exit)) return exit.value
      const error = Cause.squash(exit.cause)
      if (error instanceof Error && mine.has(error)) throw error // what `fn` fails with is its own affair
      throw thrown(exit.cause, 'transaction', [options], false)
    },
    dispose: () => Effect.runPromise(Scope.close(scope, Exit.void)),
    tell: (told) => runSync(told as Effect.Effect<unknown>),
  })
}

/** The hook as an effect; everything else is as neutral as the table has it. */
const translated = (options: SubjectOptions | undefined) => optionsOf<Options>(options, (hook) => workOf(hook))

function connected(make: Effect.Effect<TcpShape, never, Scope.Scope>): SubjectSocket {
  const scope = Scope.makeUnsafe()
  return socketOf(runSync(Scope.provide(make, scope)), scope)
}

export const effect: Subject = {
  name: 'effect',
  notesCallers: true,
  connect: (host, port, options) => connected(Tcp.make(host, port, translated(options))),
  connectUrl: (url, options) => connected(socketForUrl(url, translated(options))),
}
