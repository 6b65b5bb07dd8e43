/** A socket as the caller's thread has it: asks the other thread for everything, and answers for its user's functions. */
import { type Address, address, ConnectionLostError, type Retry } from '@sockio/core'
import { Reporter, Signals, type TransactionOptions } from '@sockio/node'
import { type AskedOf, Asking } from './asking.ts'
import { type Bridge, bridge } from './bridge.ts'
import { type PlainError, putTogether } from './errors.ts'
import { type Answering, Future } from './future.ts'
import { type Options, setup } from './options.ts'
import { OwnErrors } from './own-errors.ts'
import { Ask, type NotificationName, type Setup, type SignalState } from './protocol.ts'
import { runSession } from './run-session.ts'
import { withoutSignal } from './signal.ts'
import { TransactionAsking } from './transaction-asking.ts'

/** What is done at once, whatever the socket is at. */
const AT_ONCE: readonly string[] = ['close', 'dispose', 'takeInput']

/** Where the socket lives; anew when its thread has died. */
interface Home {
  readonly bridge: Bridge
  readonly socket: number
}

/** What heeds a signal: what was asked under that number. */
interface Subject {
  readonly bridge: Bridge
  readonly id: number
}

/** A socket that nobody has any more is forgotten in the other thread too. */
const forgotten = new FinalizationRegistry<Home>(({ bridge: to, socket }) => to.tell(Ask.forget, socket, []))

export class Remote implements AskedOf {
  readonly address: Address
  readonly #setup: Setup
  readonly #options: Options<boolean>
  readonly #reporter: Reporter
  readonly #runHook: (session: number) => unknown
  readonly #own = new OwnErrors()
  readonly #signals = new Signals<Subject>(({ bridge: to, id }, reason) =>
    to.tell(Ask.abort, id, [this.#own.keep(reason)]),
  )
  #home: Home | undefined
  #disposed = false

  /** `runHook` runs the user's hook with a session of that number. */
  constructor(host: string, port: number, options: Options<boolean>, runHook: (session: number) => unknown) {
    this.#setup = setup(options)
    this.address = address(host, port, Boolean(options.tls))
    this.#options = options
    this.#reporter = new Reporter(options.onError)
    this.#runHook = runHook
    this.#at()
  }

  #at(): Home {
    if (this.#home?.bridge.alive === true) return this.#home
    const to = bridge()
    const socket = to.number()
    const now: Setup = { ...this.#setup, disposed: this.#disposed }
    to.tell(Ask.socket, socket, [this.address.host, this.address.port, now])
    to.listen(socket, {
      hook: (session) => runSession({ to, socket, session }, this.#own, () => this.#runHook(session)),
      notify: (name, args) => queueMicrotask(() => this.#notify(name as NotificationName, args)),
    })
    this.#home = { bridge: to, socket }
    forgotten.register(this, this.#home)
    return this.#home
  }

  // ---- asking

  /** A call; `options` are its last argument. */
  call<T>(session: number, verb: string, args: readonly unknown[], options?: unknown): Future<T> {
    const { bridge: to, socket } = this.#at()
    const { signal, rest } = withoutSignal(options)
    const id = to.number()
    const queued = session === 0 && !AT_ONCE.includes(verb)
    const future = new Future<T>(this.#answering(to, socket, id, queued))
    const body = [socket, session, verb, [...args.map(crossing), crossing(rest)], this.#state(signal)]
    to.ask(Ask.call, id, body, new Asking(future, this, this.#heed(to, id, signal)))
    return future
  }

  /** A property, as it is now. */
  get<T>(name: string): T {
    const { bridge: to, socket } = this.#at()
    return this.#ask<T>(to, Ask.get, [socket, name], this.#answering(to, socket, 0)).result()
  }

  /** Closes for good; nothing more is heard of it. */
  dispose(): Future<void> {
    const { bridge: to, socket } = this.#at()
    this.#disposed = true
    const future = this.call<void>(0, 'dispose', [])
    future.whenDone(() => to.forget(socket))
    return future
  }

  /** `fn` is run, with the number of its session, when its turn comes. */
  transact<T>(fn: (session: number) => T | PromiseLike<T>, options: TransactionOptions | undefined): Future<T> {
    const { bridge: to, socket } = this.#at()
    const { signal, rest } = withoutSignal(options)
    const id = to.number()
    const future = new Future<T>(this.#answering(to, socket, id, true))
    const run = (session: number, value: (value: T | PromiseLike<T>) => void) =>
      runSession({ to, socket, session }, this.#own, () => fn(session), value)
    const asking = new TransactionAsking(future, this, run, this.#heed(to, id, signal))
    to.ask(Ask.transact, id, [socket, crossing(rest), this.#state(signal)], asking)
    return future
  }

  /** Begins a stream; throws what is wrong with its arguments. */
  stream(kind: 'lines' | 'blocks', args: readonly unknown[], options: unknown): RemoteStream {
    const { bridge: to, socket } = this.#at()
    const { signal, rest } = withoutSignal(options)
    const id = to.number()
    const begun = new Future<void>(this.#answering(to, socket, id))
    const body = [socket, kind, [...args.map(crossing), crossing(rest)], this.#state(signal)]
    to.ask(Ask.stream, id, body, new Asking(begun, this))
    begun.result()
    const over = this.#heed(to, id, signal)
    return {
      pull: <T>() => this.#ask<T[] | undefined>(to, Ask.pull, [id], this.#answering(to, socket, id, true)),
      future: <T>(leave: () => void) => new Future<T>({ ...this.#answering(to, socket, id, true), abort: leave }),
      dropped: () => this.#ask<number>(to, Ask.get, [id, 'dropped'], this.#answering(to, socket, id)).result(),
      leave: (unused) => {
        over?.()
        to.tell(Ask.leave, id, [unused])
      },
    }
  }

  #ask<T>(to: Bridge, kind: number, body: unknown[], answering: Answering): Future<T> {
    const id = to.number()
    const future = new Future<T>(answering)
    to.ask(kind, id, body, new Asking(future, this))
    return future
  }

  // ---- signals

  #state(signal: AbortSignal | undefined): SignalState {
    if (signal === undefined) return 'none'
    return signal.aborted ? this.#own.keep(signal.reason) : 'live'
  }

  /** Has what is asked under that number end when the signal is aborted; what is given stops that. */
  #heed(to: Bridge, id: number, signal: AbortSignal | undefined): (() => void) | undefined {
    if (signal === undefined || signal.aborted) return undefined
    const subject: Subject = { id, bridge: to }
    this.#signals.watch(signal, subject)
    return () => this.#signals.forget(signal, subject)
  }

  /** `id`: what is aborted; `queued`: it waits for its turn. */
  #answering(to: Bridge, socket: number, id: number, queued = false): Answering {
    const abandon = () => to.tell(Ask.abort, id, [])
    return {
      address: this.address,
      wait: (done, until) => void to.wait({ socket, queued, done, abandon }, until),
      look: () => to.drain(),
      abort: abandon,
      hold: () => to.hold(),
      release: () => to.release(),
    }
  }

  // ---- answers

  error(plain: PlainError): unknown {
    return putTogether(plain, this.#own.find)
  }

  lost(cause: Error): Error {
    const message = `the thread that runs the sockets has ended, and the call with it: ${cause.message}`
    return new ConnectionLostError(message, { address: this.address, phase: 'queued', sent: 'maybe', cause })
  }

  #notify(name: NotificationName, args: readonly unknown[]): void {
    const together = (plain: unknown) => putTogether(plain as PlainError, this.#own.find) as Error
    const { onConnectionLost, onRetry } = this.#options
    if (name === 'onError') this.#reporter.report(together(args[0]))
    else if (name === 'onConnectionLost') {
      this.#reporter.notify(onConnectionLost, ...(args[0] === undefined ? [] : [together(args[0])]))
    } else if (name === 'onRetry') {
      const retry = args[0] as Retry
      this.#reporter.notify(onRetry, { ...retry, error: together(retry.error) })
    } else this.#reporter.notify(this.#options[name] as (...args: unknown[]) => unknown, ...args)
  }
}

/** A stream in the other thread. */
export interface RemoteStream {
  /** The next frames; undefined when there are no more. */
  pull<T>(): Future<T[] | undefined>
  /** A future that its consumer settles; `abandon` is called when that is cancelled. */
  future<T>(abandon: () => void): Future<T>
  dropped(): number
  leave(unused: number): void
}

/** A stand-in for what can't cross: the driver will say that it is of the wrong type. */
function crossing(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return null
  if (Array.isArray(value)) return value.map(crossing)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof RegExp) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, crossing(each)]))
}
