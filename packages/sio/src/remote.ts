/** A socket as the caller's thread has it: asks the other thread for everything, and answers for its user's functions. */
import {
  type Address,
  type Complaint,
  ConnectionLostError,
  formatAddress,
  type InstrumentError,
  type Retry,
  type Run,
  refused,
  type State,
  type Ask as Step,
  TimeoutError,
} from '@sockio/core'
import {
  type Cutter,
  checkTransactionOptions,
  cutFrames,
  cutValues,
  endpoint,
  foreign,
  framingOf,
  item,
  type PlanOptions,
  Reporter,
  redactor,
  type TransactionOptions,
  timers,
} from '@sockio/node'
import { type AskedOf, Asking } from './asking.ts'
import { type Bridge, bridge } from './bridge.ts'
import { Context } from './context.ts'
import { Crossing, limit, misuse } from './crossing.ts'
import { AS_IT_IS, decoding, replyWith, valued, withoutDecoder } from './decoding.ts'
import { DecodingAsking } from './decoding-asking.ts'
import { type PlainError, putTogether } from './errors.ts'
import { type Answering, Future, type Pending } from './future.ts'
import type { Message } from './messages.ts'
import { type Options, setup } from './options.ts'
import { Ask, type Begun, type NotificationName, type Setup } from './protocol.ts'
import { runSession } from './run-session.ts'
import { forgetting, signalState, withoutSignal } from './signals.ts'
import { repliesTo, type Shown } from './step-replies.ts'
import { TransactionAsking } from './transaction-asking.ts'

const NO_LIMIT = Number.POSITIVE_INFINITY

/** What is done at once, whatever the socket is at. */
const AT_ONCE: readonly string[] = ['takeInput']

/** Where the socket lives; anew when its thread has died. */
interface Home {
  readonly bridge: Bridge
  readonly socket: number
  /** For the answers that come from there. */
  readonly of: AskedOf
}

/** A socket that nobody has any more is forgotten in the other thread too. */
const forgotten = new FinalizationRegistry<Home>(({ bridge: to, socket }) => to.tell(Ask.forget, socket, []))

/** A method of the driver's, given whatever a user gave. */
type Loose = (...given: readonly unknown[]) => unknown

export class Remote {
  readonly address: Address
  readonly #setup: Setup
  readonly #host: string
  readonly #options: Options<boolean>
  readonly #reporter: Reporter
  readonly #runHook: (session: number) => unknown
  /** The hook and the notifications belong to who made the socket, and to no caller. */
  readonly #context = new Context()
  #home: Home | undefined
  #disposed = false
  /** What its errors show. */
  readonly errors: Shown
  /** What drivers remember of the instrument. */
  readonly notes = new Map<unknown, unknown>()

  /** `runHook` runs the user's hook with a session of that number. */
  constructor(host: string, port: number, options: Options<boolean>, runHook: (session: number) => unknown) {
    const plain = setup(options)
    this.#host = host
    this.address = endpoint(host, port, Boolean(options.tls))
    const transport = foreign(this.address)
    if (transport !== undefined && transport.module === undefined) {
      throw new TypeError(
        `url: the thread of the sockets does not know the transport of "${this.address.url}", which was registered in this one without a module: use another flavour`,
      )
    }
    this.#setup = { ...plain, transport }
    this.#options = options
    const { redact, encoding = 'utf8' } = options
    this.errors = { address: this.address, redact: redactor(redact, encoding, { consult: (show) => show() }) }
    this.#reporter = new Reporter(options.onError)
    this.#runHook = runHook
    this.#at()
  }

  #at(): Home {
    if (this.#home?.bridge.alive === true) return this.#home
    const to = bridge()
    const socket = to.number()
    const now: Setup = { ...this.#setup, disposed: this.#disposed }
    // As the program has it: what is shown of a URL may be less than what is needed to get there.
    to.tell(Ask.socket, socket, [
      this.address.url === undefined ? this.address.host : this.#host,
      this.address.port,
      now,
    ])
    to.listen(socket, {
      hook: (session) => {
        runSession({ to, socket, session }, () => this.#context.run(this.#runHook, session))
      },
      notify: (name, args) => this.#context.run(() => this.#notify(name as NotificationName, args, to)),
    })
    const of: AskedOf = { error: (plain) => putTogether(plain, to.own.find), lost: (cause) => this.#lost(cause) }
    this.#home = { bridge: to, socket, of }
    forgotten.register(this, this.#home)
    return this.#home
  }

  // ---- asking

  /** Runs what asks for something and blocks for the answer. */
  blocking<T>(run: () => T): T {
    return this.#at().bridge.blocking(run)
  }

  /** A call; `options` are its last argument. */
  call<T>(session: number, verb: string, args: readonly unknown[], options?: unknown): Future<T> {
    const home = this.#at()
    const { bridge: to, socket, of } = home
    const { signal, rest: all } = withoutSignal(options)
    const { decoder, rest } = withoutDecoder(all)
    const id = to.number()
    const queued = session === 0 && !AT_ONCE.includes(verb)
    const future = new Future<T>(this.#answering(home, id, queued, limit(rest, this.#options.timeout)))
    const crossing = new Crossing()
    const crossed = [...args.map((each) => crossing.of(each)), crossing.of(rest)]
    if (crossing.lost) {
      const wrong = misuse(({ operations }) =>
        (Reflect.get(operations, verb) as Loose).apply(operations, [...args, rest]),
      )
      if (wrong !== undefined) {
        future.fail(wrong, true)
        return future
      }
    }
    const body = [socket, session, verb, crossed, signalState(to, signal), decoding(decoder)]
    const over = forgetting(to, signal)
    const asking =
      decoder === undefined
        ? new Asking(future, of, over)
        : new DecodingAsking(
            future,
            of,
            to,
            replyWith((frame) => decoder.decode(frame) as T, this.address),
            over,
          )
    to.ask(Ask.call, id, body, asking)
    return future
  }

  /** The limit of calls that don't say, in ms; undefined for none. */
  get timeout(): number | undefined {
    return this.#options.timeout
  }

  /** One step of a driver. */
  ask(session: number, step: Step, options: PlanOptions = {}): Future<unknown> {
    const home = this.#at()
    const { bridge: to, socket, of } = home
    const { timeout = step.timeout, retries, signal } = options
    const id = to.number()
    const future = new Future<unknown>(this.#answering(home, id, session === 0, timeout ?? this.#options.timeout))
    const { lines, replies } = step
    const limits = { ...(timeout === undefined ? {} : { timeout }), ...(retries === undefined ? {} : { retries }) }
    const body = [
      socket,
      session,
      'frames',
      [lines, framingOf(step), replies.length, limits],
      signalState(to, signal),
      undefined,
    ]
    const asked = { step, request: this.#request(lines), shown: this.errors }
    to.ask(Ask.call, id, body, new DecodingAsking(future, of, to, repliesTo(asked), forgetting(to, signal)))
    return future
  }

  /** The error of a request that the instrument has complained of. */
  refused(lines: readonly (string | Uint8Array)[], complaints: readonly Complaint[]): InstrumentError {
    return refused(this.errors, this.#request(lines), complaints)
  }

  /** What is sent for them, for errors. */
  #request(lines: readonly (string | Uint8Array)[]): Buffer {
    const { encoding = 'utf8', eol = '\n', writeEol = eol } = this.#options
    const bytes = (data: string | Uint8Array) =>
      typeof data === 'string' ? Buffer.from(data, encoding) : Buffer.from(data)
    return Buffer.concat(lines.flatMap((each) => [bytes(each), bytes(writeEol)]))
  }

  /** What is shown of it, and of whatever belongs to it. */
  get shown(): { readonly address: string; readonly state: State } {
    return { address: formatAddress(this.address), state: this.get('state') }
  }

  /** A property, as it is now. */
  get<T>(name: string): T {
    const home = this.#at()
    return ask<T>(home, Ask.get, [home.socket, name], this.#answering(home, 0)).waitFor(NO_LIMIT, this.get)
  }

  /** Closes for good; nothing more is heard of it. */
  dispose(): Future<void> {
    const { bridge: to, socket } = this.#at()
    this.#disposed = true
    const future = this.close('dispose')
    future.whenDone(() => to.forget(socket))
    return future
  }

  /** Closes; a socket whose thread dies meanwhile is closed. */
  close(verb: 'close' | 'dispose' = 'close'): Future<void> {
    const home = this.#at()
    const { bridge: to, socket, of } = home
    const id = to.number()
    const future = new Future<void>(this.#answering(home, id))
    const asking = new Asking(future, of)
    const asker = { answer: (message: Message) => asking.answer(message), died: () => future.settle() }
    to.ask(Ask.call, id, [socket, 0, verb, [], 'none'], asker)
    return future
  }

  /** `fn` is run, with the number of its session, when its turn comes. */
  transact<T>(fn: (session: number) => T | PromiseLike<T>, options: TransactionOptions | undefined): Future<T> {
    const home = this.#at()
    const { bridge: to, socket, of } = home
    const { signal, rest } = withoutSignal(options)
    const id = to.number()
    const future = new Future<T>(this.#answering(home, id, true, limit(rest)))
    const context = new Context()
    const run = (session: number, value: (value: T | PromiseLike<T>) => void) =>
      runSession({ to, socket, session }, () => context.run(fn, session), value)
    const crossing = new Crossing()
    const crossed = crossing.of(rest)
    const wrong = crossing.lost ? misuse(() => checkTransactionOptions(rest)) : undefined
    if (wrong !== undefined) {
      future.fail(wrong, true)
      return future
    }
    const body = [socket, crossed, signalState(to, signal)]
    to.ask(Ask.transact, id, body, new TransactionAsking(future, of, run, forgetting(to, signal)))
    return future
  }

  /** Begins a stream; throws what is wrong with its arguments. */
  stream(kind: 'lines' | 'blocks', args: readonly unknown[], options: unknown): RemoteStream {
    const home = this.#at()
    const { bridge: to, socket, of } = home
    const { signal, rest: all } = withoutSignal(options)
    const { decoder, rest } = withoutDecoder(all)
    const id = to.number()
    const begun = new Future<Begun>(this.#answering(home, id))
    const crossing = new Crossing()
    const crossed = [...args.map((each) => crossing.of(each)), crossing.of(rest)]
    const wrong = crossing.lost
      ? misuse(({ feeds }) => (Reflect.get(feeds, kind) as Loose).apply(feeds, [...args, rest]))
      : undefined
    const body = [socket, kind, crossed, signalState(to, signal), decoding(decoder)]
    const over = forgetting(to, signal)
    let stream: Begun
    try {
      stream = to.blocking(() => {
        if (wrong === undefined) to.ask(Ask.stream, id, body, new Asking(begun, of))
        else begun.fail(wrong, true)
        return begun.waitFor(NO_LIMIT, this.stream)
      })
    } catch (error) {
      over?.()
      throw error
    }
    const pull = () => ask<Run | undefined>(home, Ask.pull, [id], this.#answering(home, id, true, limit(rest)), id)
    const value = decoder && valued((frame) => item(decoder, frame), this.address)
    const { start, encoding, lineEnd } = stream
    const remote = this
    let left: Future<number> | undefined
    return {
      get shown() {
        return remote.shown
      },
      cutter: decoder === undefined ? cutFrames(encoding, lineEnd) : cutValues(AS_IT_IS, lineEnd),
      value: value && ((frame) => value(frame, start)),
      pull,
      take: (take, entry) => to.blocking(() => take(pull().waitFor(NO_LIMIT, entry))),
      future: <T>(leave: () => void) => new Future<T>({ ...this.#answering(home, id, true), abort: leave }),
      dropped: () =>
        (left ?? ask<number>(home, Ask.get, [id, 'dropped'], this.#answering(home, 0))).waitFor(NO_LIMIT, this.stream),
      leave: (unused, begun, wait) => {
        over?.()
        left = ask(home, Ask.leave, [id, unused, begun], this.#answering(home, 0))
        if (wait) left.waitFor(NO_LIMIT, this.stream)
      },
    }
  }

  /** `id`: what is cancelled; `queued`: it waits for its turn; `timeout`: its limit in ms, where it has one. */
  #answering({ bridge: to, socket }: Home, id: number, queued = false, timeout = Number.POSITIVE_INFINITY): Answering {
    const abandon = () => to.tell(Ask.cancel, id, [])
    const deadline = timeout === Number.POSITIVE_INFINITY ? timeout : timers.now() + timeout
    const over = (future: Pending) => () => {
      abandon()
      future.fail(this.#overdue(timeout), true)
    }
    return {
      address: this.address,
      wait: (future, until) => {
        const done = () => !future.pending
        to.wait({ socket, queued, done, abandon, deadline, overdue: over(future) }, until)
      },
      look: () => to.drain(),
      abort: abandon,
      hold: (holder) => to.hold(holder, deadline, over(holder)),
      release: (holder) => to.release(holder),
      blocking: (run) => to.blocking(run),
    }
  }

  // ---- answers

  #overdue(timeout: number): Error {
    const message = `no answer within ${timeout} ms, and the thread that runs the sockets gives no sign: is the machine overloaded?`
    return new TimeoutError(message, { address: this.address, phase: 'queued', sent: 'maybe' })
  }

  #lost(cause: Error): Error {
    const message = `the thread that runs the sockets has ended, and the call with it: ${cause.message}`
    return new ConnectionLostError(message, { address: this.address, phase: 'queued', sent: 'maybe', cause })
  }

  #notify(name: NotificationName, args: readonly unknown[], to: Bridge): void {
    const together = (plain: unknown) => putTogether(plain as PlainError, to.own.find) as Error
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

/** Asks for something that is no call: without a signal. */
function ask<T>({ bridge: to, of }: Home, kind: number, body: unknown[], answering: Answering, cancels = 0): Future<T> {
  const future = new Future<T>(answering)
  to.ask(kind, to.number(), body, new Asking(future, of), cancels)
  return future
}

/** A stream in the other thread. */
export interface RemoteStream {
  /** What is shown of the socket that it belongs to. */
  readonly shown: object
  /** Cuts what is pulled into frames. */
  readonly cutter: Cutter<unknown>
  /** What is to be made of each frame; what it throws ends the stream. */
  readonly value: ((frame: Uint8Array) => unknown) | undefined
  /** The next frames; undefined when there are no more. */
  pull(): Future<Run | undefined>
  /** Blocks for them, and has them taken; the stack of an error begins above `entry`. */
  take(take: (run: Run | undefined) => void, entry: () => unknown): void
  /** A future that its consumer settles; `abandon` is called when that is cancelled. */
  future<T>(abandon: () => void): Future<T>
  dropped(): number
  /** `unused` frames of the latest of the runs that were `begun`. `wait`: returns when that is done, and its stop was sent unless something holds it up. */
  leave(unused: number, begun: number, wait: boolean): void
}
