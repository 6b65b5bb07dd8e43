/** The conformance suite's view of this flavour: runs each effect as a promise, and pulls each stream. */
import type { Reply, Subject, SubjectOptions, SubjectSession, SubjectSocket, SubjectStream } from '@sockio/conformance'
import { Cause, Context, Effect, Exit, Fiber, Logger, Pull, Scope, Stream } from 'effect'
import { type Lines, type Options, type Session, socketForUrl, Tcp, type TcpShape } from '../src/index.ts'
import { allowed } from './allowed.ts'

/** Nothing of the log on the console. */
const quiet = Context.make(Logger.CurrentLoggers, new Set<Logger.Logger<unknown, unknown>>())
const runSync = Effect.runSyncWith(quiet)

/** The error itself, as the table expects it, if it is one that the operation declares. */
function thrown(cause: Cause.Cause<unknown>, verb: string, args: readonly unknown[], inSession: boolean): unknown {
  for (const reason of cause.reasons) if (Cause.isFailReason(reason)) allowed(reason.error, verb, args, inSession)
  return Cause.squash(cause)
}

type Verbs<T> = { readonly [K in keyof T]: (...args: never[]) => Effect.Effect<unknown, unknown> }

class Operations implements SubjectSession {
  readonly #subject: Verbs<SubjectSession>
  readonly #inSession: boolean

  constructor(subject: Verbs<SubjectSession>, inSession: boolean) {
    this.#subject = subject
    this.#inSession = inSession
  }

  async #run<T>(verb: keyof SubjectSession, ...args: unknown[]): Promise<T> {
    const effect = this.#subject[verb](...(args as never[]))
    const exit = await Effect.runPromiseExitWith(quiet)(effect)
    if (Exit.isSuccess(exit)) return exit.value as T
    throw thrown(exit.cause, verb, args, this.#inSession)
  }

  read: SubjectSession['read'] = (...args) => this.#run('read', ...args)
  readLine: SubjectSession['readLine'] = (...args) => this.#run('readLine', ...args)
  readLines: SubjectSession['readLines'] = (...args) => this.#run('readLines', ...args)
  readExactly: SubjectSession['readExactly'] = (...args) => this.#run('readExactly', ...args)
  readUntil: SubjectSession['readUntil'] = (...args) => this.#run('readUntil', ...args)
  readBlock: SubjectSession['readBlock'] = (...args) => this.#run('readBlock', ...args)
  write: SubjectSession['write'] = (...args) => this.#run('write', ...args)
  writeLines: SubjectSession['writeLines'] = (...args) => this.#run('writeLines', ...args)
  writeRead: SubjectSession['writeRead'] = (...args) => this.#run('writeRead', ...args)
  writeReadLine: SubjectSession['writeReadLine'] = (...args) => this.#run('writeReadLine', ...args)
  writeReadLines: SubjectSession['writeReadLines'] = (...args) => this.#run('writeReadLines', ...args)
  writeLinesReadLines: SubjectSession['writeLinesReadLines'] = (...args) => this.#run('writeLinesReadLines', ...args)
  writeReadBlock: SubjectSession['writeReadBlock'] = (...args) => this.#run('writeReadBlock', ...args)
  exchange: SubjectSession['exchange'] = (...args) => this.#run('exchange', ...args)
  query: SubjectSession['query'] = (...args) => this.#run('query', ...args)
  command: SubjectSession['command'] = (...args) => this.#run('command', ...args)
}

/** A stream, pulled by hand; `return` closes its scope. */
class Pulled implements SubjectStream {
  readonly #lines: Lines<Reply, unknown>
  readonly #thrown: (cause: Cause.Cause<unknown>) => unknown
  readonly #scope = Scope.makeUnsafe()
  #pull: Effect.Effect<readonly Reply[], unknown> | undefined
  #running: Fiber.Fiber<readonly Reply[], unknown> | undefined
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()
  #done = false

  constructor(lines: Lines<Reply, unknown>, explain: (cause: Cause.Cause<unknown>) => unknown) {
    this.#lines = lines
    this.#thrown = explain
  }

  get dropped(): number {
    return runSync(this.#lines.dropped)
  }

  [Symbol.asyncIterator](): SubjectStream {
    return this
  }

  next(): Promise<IteratorResult<Reply, undefined>> {
    const next = this.#waiting === 0 ? this.#next() : this.#last.then(() => this.#next())
    this.#waiting++
    const over = () => this.#waiting--
    this.#last = next.then(over, over)
    return next
  }

  async #next(): Promise<IteratorResult<Reply, undefined>> {
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

  async return(): Promise<IteratorResult<Reply, undefined>> {
    await this.#finish()
    return { done: true, value: undefined }
  }
}

type Args<N extends keyof SubjectSocket> = SubjectSocket[N] extends (...args: infer A) => unknown ? A : never

class ShimSocket extends Operations implements SubjectSocket {
  readonly #tcp: TcpShape
  readonly #scope: Scope.Closeable

  constructor(tcp: TcpShape, scope: Scope.Closeable) {
    super(tcp as unknown as Verbs<SubjectSession>, false)
    this.#tcp = tcp
    this.#scope = scope
  }

  get state() {
    return runSync(this.#tcp.state)
  }

  get connected() {
    return runSync(this.#tcp.connected)
  }

  get atEof() {
    return runSync(this.#tcp.atEof)
  }

  get inWaiting() {
    return runSync(this.#tcp.inWaiting)
  }

  get connectionCounter() {
    return runSync(this.#tcp.connectionCounter)
  }

  get socketOptions() {
    return runSync(this.#tcp.socketOptions)
  }

  async open(...args: Args<'open'>) {
    const exit = await Effect.runPromiseExitWith(quiet)(this.#tcp.open(...args))
    if (Exit.isFailure(exit)) throw thrown(exit.cause, 'open', args, false)
  }

  close() {
    return Effect.runPromise(this.#tcp.close())
  }

  readBuffer() {
    return runSync(this.#tcp.readBuffer())
  }

  resetInputBuffer() {
    runSync(this.#tcp.resetInputBuffer())
  }

  lines(...args: Args<'lines'>) {
    return new Pulled(this.#tcp.lines(...args), (cause) => thrown(cause, 'lines', args, false))
  }

  blocks(...args: Args<'blocks'>) {
    return new Pulled(this.#tcp.blocks(...args), (cause) => thrown(cause, 'blocks', args, false))
  }

  async transaction<T>(
    fn: (session: SubjectSession) => T | PromiseLike<T>,
    options?: { readonly timeout?: number; readonly signal?: AbortSignal },
  ): Promise<T> {
    const mine = new WeakSet<object>()
    const body = (session: Session) => {
      const operations = new Operations(session as unknown as Verbs<SubjectSession>, true)
      return Effect.tryPromise({
        try: async () => fn(operations),
        catch: (error) => {
          if (error instanceof Error) mine.add(error)
          return error
        },
      })
    }
    const effect = this.#tcp.transaction(typeof fn === 'function' ? body : fn, options)
    const exit = await Effect.runPromiseExitWith(quiet)(effect)
    if (Exit.isSuccess(exit)) return exit.value
    const error = Cause.squash(exit.cause)
    if (error instanceof Error && mine.has(error)) throw error // what `fn` fails with is its own affair
    throw thrown(exit.cause, 'transaction', [options], false)
  }

  [Symbol.asyncDispose]() {
    return Effect.runPromise(Scope.close(this.#scope, Exit.void))
  }
}

/** The hook as an effect; everything else is as neutral as the table has it. */
function translated(options: SubjectOptions | undefined): Options {
  const neutral = options as unknown as Options
  const hook = options?.onConnectionMade
  if (typeof hook !== 'function') return neutral
  return {
    ...neutral,
    onConnectionMade: (session) =>
      Effect.tryPromise({
        try: async () => hook(new Operations(session as unknown as Verbs<SubjectSession>, true)),
        catch: (error) => error,
      }),
  }
}

function connected(make: Effect.Effect<TcpShape, never, Scope.Scope>): SubjectSocket {
  const scope = Scope.makeUnsafe()
  return new ShimSocket(runSync(Scope.provide(make, scope)), scope)
}

export const effect: Subject = {
  name: 'effect',
  notesCallers: true,
  connect: (host, port, options) => connected(Tcp.make(host, port, translated(options))),
  connectUrl: (url, options) => connected(socketForUrl(url, translated(options))),
}
