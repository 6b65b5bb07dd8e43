/** A flavour of sockio in fp-ts: a call is a task, which does nothing before it is run, and gives its error as a value. */
import type { AnySockioError } from '@sockio/core'
import {
  type Args,
  asyncHook,
  type BlocksOptions,
  type Caller,
  Connection,
  type ConnectOptions,
  calledBy,
  checkPoll,
  endpoint,
  type Feed,
  type Kind,
  type LinesOptions,
  type Operations,
  type PlanOptions,
  Poll,
  type Pulled,
  Puller,
  type Run,
  Session,
  Socket,
  type TransactionOptions,
} from '@sockio/node'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { IO } from 'fp-ts/lib/IO.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** The kind of this flavour: what a call gives that comes to a value; and what the methods of drivers are. */
export interface InTasks extends Kind {
  readonly given: TaskEither<AnySockioError, this['value']>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: PlanOptions
  readonly streams: Polled<this['value']>
}

/** Makes a call and starts it, anew with each run of the task. */
const task: Run<InTasks> = (connection, make) => {
  const caller = connection.callers.of(task)
  return () =>
    new Promise((resolve, reject) => {
      connection.start(make(), {
        onValue: (value) => resolve(right(value)),
        onError: (error) => resolve(left(calledBy(error, caller))),
        onThrown: reject, // by a procedure, whose bug it is
      })
    })
}

/** What a hook and a transaction are given: the operations, from `read` to `command`. */
const session = (connection: Connection, operations: Operations) => new Session(connection, operations, task, polled)

/** The operations, `open`, and all that a socket tells of itself; what is added has a shape of its own in each flavour. */
export class TCP extends Socket<InTasks> {
  readonly #connection: Connection

  constructor(host: string, port: number, options: Options = {}) {
    const connection = new Connection(endpoint(host, port, Boolean(options.tls)), options, hook(options))
    super(connection, task, polled)
    this.#connection = connection
  }

  readonly close: Task<void> = () => new Promise((resolve) => this.#connection.close(resolve))
  readonly dispose: Task<void> = () => new Promise((resolve) => this.#connection.dispose(resolve))

  lines(options?: LinesOptions): Lines {
    return streamed(this.#connection, this.#connection.feeds.lines(options))
  }

  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Lines {
    return streamed(this.#connection, this.#connection.feeds.blocks(limit, options))
  }

  transaction<E, A>(fn: Work<E, A>, options?: TransactionOptions): TaskEither<E | AnySockioError, A> {
    return transact(this.#connection, fn, options)
  }
}

/** The options of every flavour; the hook gives a task. */
export interface Options extends Omit<ConnectOptions, 'onConnectionMade'> {
  readonly onConnectionMade?: Work<unknown, unknown>
}

/** What runs with the instrument for itself. */
export type Work<E, A> = (session: Session<InTasks>) => TaskEither<E, A>

/** The driver's hooks are async, and fail by what they throw. */
function hook({ onConnectionMade }: Options) {
  if (onConnectionMade === undefined) return undefined
  const run = async (own: Session<InTasks>) => {
    const done = await onConnectionMade(own)()
    if (isLeft(done)) throw done.left
  }
  return asyncHook({ onConnectionMade: run }, session)
}

/** A stream: `next` gives the value after the one before, and none at the end. */
export interface Values<A> {
  readonly next: TaskEither<AnySockioError, Option<A>>
  readonly leave: IO<void>
}

/** What a reading of a driver has besides its `get`. */
export interface Polled<A> {
  readonly poll: (period: number) => Values<A>
}

function polled<A>(get: () => TaskEither<AnySockioError, A>): Polled<A> {
  const poll = (period: number): Values<A> => {
    checkPoll(get, period)
    const polls = new Poll<Either<AnySockioError, A>>((value, failed) => void get()().then(value, failed), period)
    const next: Values<A>['next'] = () =>
      new Promise((resolve, reject) =>
        polls.next({
          onValue: (result) => {
            if (isLeft(result)) polls.leave()
            resolve(isLeft(result) ? result : right(some(result.right)))
          },
          onEnd: (thrown) => (thrown === undefined ? resolve(right(none)) : reject(thrown.error)),
        }),
      )
    return { next, leave: () => polls.leave() }
  }
  return { poll }
}

/** A stream of lines, of blocks, or of arrays of them. */
export interface Stream<A> extends Values<A> {
  readonly dropped: IO<number>
}

/** A stream one by one, which may be taken in arrays of what is there. */
export interface Lines extends Stream<Buffer | string> {
  readonly batches: IO<Stream<(Buffer | string)[]>>
}

function streamed(connection: Connection, feed: Feed<Buffer | string>): Lines {
  const caller = connection.callers.of(streamed)
  const puller = new Puller(connection, feed)
  return { ...pulls(puller, caller), batches: () => pulls(puller.batches(), caller) }
}

function pulls<A>(pulled: Pulled<A>, caller: Caller | undefined): Stream<A> {
  const next: Stream<A>['next'] = () =>
    new Promise((resolve) =>
      pulled.ask({
        onValue: (value) => resolve(right(some(value))),
        onEnd: (error) => resolve(error === undefined ? right(none) : left(calledBy(error, caller))),
      }),
    )
  return { next, leave: () => pulled.leave(), dropped: () => pulled.dropped }
}

/** What the work gives is the value of the transaction, be it left or right. */
function transact<E, A>(
  connection: Connection,
  fn: Work<E, A>,
  options?: TransactionOptions,
): TaskEither<E | AnySockioError, A> {
  const caller = connection.callers.of(transact)
  return () =>
    new Promise((resolve: (result: Either<E | AnySockioError, A>) => void, reject) => {
      if (typeof fn !== 'function') throw new TypeError(`fn: expected a function, got ${typeof fn}`)
      connection.transact(
        (operations) => fn(session(connection, operations))(),
        options,
        resolve,
        reject, // what `fn` has thrown
        (error) => resolve(left(calledBy(error, caller))),
      )
    })
}
