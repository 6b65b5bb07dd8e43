/** The sockets, calls, streams and sessions of this thread, by their numbers; does what the caller's thread asks for. */
import { type Address, address } from '@sockio/core'
import { type Call, Connection, type Operations } from '@sockio/node'
import { Foreign, type PlainError, takeApart, withoutErrors } from './errors.ts'
import { HostedSessions } from './hosted-sessions.ts'
import { HostedStream } from './hosted-stream.ts'
import { type Message, packed, packFrames, packTexts, unpacked } from './messages.ts'
import type { Outbox } from './outbox.ts'
import { Ask, type NotificationName, type Setup, type SignalState, Tell } from './protocol.ts'

/** The verbs of a session that make a call. */
type Verb = {
  [K in keyof Operations]: Operations[K] extends (...args: never[]) => Call<infer _> ? K : never
}[keyof Operations]

/** And those of a socket that don't. */
type SocketVerb = Verb | 'close' | 'dispose' | 'takeInput'

export class Host {
  readonly #outbox: Outbox
  readonly #sockets = new Map<number, Connection>()
  readonly #sessions: HostedSessions
  readonly #streams = new Map<number, HostedStream>()
  /** How to end what a caller waits for, before its time. */
  readonly #aborts = new Map<number, (reason: Error) => void>()

  constructor(outbox: Outbox) {
    this.#outbox = outbox
    this.#sessions = new HostedSessions(outbox)
  }

  /** What throws in here is a bad argument: the answer to what was asked. */
  receive({ kind, id, body }: Message): void {
    try {
      this.#receive(kind, id, body)
    } catch (error) {
      this.#fail(id, error)
    }
  }

  #receive(kind: number, id: number, body: Buffer): void {
    switch (kind) {
      case Ask.socket:
        this.#connect(id, ...unpacked<[string, number, Setup]>(body))
        break
      case Ask.call:
        this.#call(id, ...unpacked<[number, number, SocketVerb, unknown[], SignalState]>(body))
        break
      case Ask.abort:
        this.#aborts.get(id)?.(asError(unpacked<[PlainError?]>(body)[0]))
        break
      case Ask.stream:
        this.#stream(id, ...unpacked<[number, 'lines' | 'blocks', unknown[], SignalState]>(body))
        break
      case Ask.pull:
        this.#pull(id, unpacked<[number]>(body)[0])
        break
      case Ask.leave:
        this.#streams.get(id)?.leave(unpacked<[number]>(body)[0])
        this.#aborts.delete(id)
        break
      case Ask.transact:
        this.#transact(id, ...unpacked<[number, object | undefined, SignalState]>(body))
        break
      case Ask.finish:
        this.#sessions.finish(id, unpacked<[PlainError?]>(body)[0])
        break
      case Ask.get:
        this.#get(id, ...unpacked<[number, string]>(body))
        break
      case Ask.forget:
        this.#sockets.delete(id)
    }
  }

  #fail(id: number, error: unknown): void {
    this.#outbox.send(Tell.error, id, packed(takeApart(error)))
  }

  #socket(id: number): Connection {
    const connection = this.#sockets.get(id)
    if (connection === undefined) throw new Error(`there is no socket ${id}`)
    return connection
  }

  // ---- sockets

  #connect(id: number, host: string, port: number, setup: Setup): void {
    const { options, init, hook, notifications, disposed } = setup
    const at: Address = address(host, port, 'tls' in options && Boolean(options.tls))
    const notify =
      (name: NotificationName) =>
      (...args: unknown[]) =>
        this.#outbox.send(Tell.notify, id, packed([name, args.map(withoutErrors)]))
    const told = Object.fromEntries(notifications.map((name) => [name, notify(name as NotificationName)]))
    const runHook = init.length > 0 || hook ? this.#sessions.hook(id, init, hook) : undefined
    const connection = new Connection(at, { ...options, ...told }, runHook)
    if (disposed) connection.dispose(() => undefined)
    this.#sockets.set(id, connection)
  }

  #get(id: number, of: number, name: string): void {
    const stream = this.#streams.get(of)
    const value = stream === undefined ? Reflect.get(this.#socket(of), name) : stream.dropped
    this.#outbox.send(Tell.value, id, packed(value))
  }

  // ---- calls

  #call(id: number, socket: number, session: number, verb: SocketVerb, args: unknown[], signal: SignalState): void {
    const connection = this.#socket(socket)
    const done = () => this.#reply(id, undefined)
    if (verb === 'close') connection.close(done)
    else if (verb === 'dispose') connection.dispose(done)
    else if (verb === 'takeInput') this.#reply(id, connection.takeInput())
    else this.#start(id, connection, session, verb, args, signal)
  }

  #start(
    id: number,
    connection: Connection,
    session: number,
    verb: Verb,
    args: readonly unknown[],
    signal: SignalState,
  ): void {
    const operations = session === 0 ? connection.operations : this.#sessions.operations(session, connection.address)
    const call = (operations[verb] as (...args: unknown[]) => Call<unknown>)(...args)
    call.onValue = (value) => this.#reply(id, value)
    call.onError = (error) => this.#over(id, error)
    const abort = (reason: Error) => connection.abort(call, reason)
    this.#aborts.set(id, abort)
    if (typeof signal === 'object') abort(asError(signal))
    else if (verb === 'open') connection.open(call as Call<void>)
    else connection.start(call)
  }

  #over(id: number, error: unknown): void {
    this.#aborts.delete(id)
    this.#fail(id, error)
  }

  #reply(id: number, value: unknown): void {
    const outbox = this.#outbox
    this.#aborts.delete(id)
    if (value === undefined) outbox.send(Tell.nothing, id)
    else if (Buffer.isBuffer(value)) outbox.send(Tell.bytes, id, value)
    else if (typeof value === 'string' && value.isWellFormed()) outbox.send(Tell.text, id, Buffer.from(value))
    else if (!Array.isArray(value) || value.length === 0) outbox.send(Tell.value, id, packed(value))
    else if (Buffer.isBuffer(value[0])) {
      const { lengths, all } = packFrames(value)
      outbox.send(Tell.frames, id, lengths, all)
    } else {
      const texts = packTexts(value)
      if (texts === undefined) outbox.send(Tell.value, id, packed(value))
      else outbox.send(Tell.texts, id, texts.lengths, texts.all)
    }
  }

  // ---- streams

  #stream(id: number, socket: number, kind: 'lines' | 'blocks', args: unknown[], signal: SignalState): void {
    const connection = this.#socket(socket)
    const control = new AbortController()
    const last = kind === 'lines' ? 0 : 1
    const given = args[last]
    const options = signal === 'none' ? given : { ...(given as object | undefined), signal: control.signal }
    const feed =
      kind === 'lines'
        ? connection.feeds.lines(options as object | undefined)
        : connection.feeds.blocks(args[0] as number | string | Uint8Array, options as object | undefined)
    const abort = (reason: Error) => control.abort(reason)
    if (typeof signal === 'object') abort(asError(signal))
    const stream = new HostedStream(connection, feed, {
      frames: (pull, frames) => this.#reply(pull, frames),
      end: (pull) => this.#outbox.send(Tell.end, pull),
      error: (pull, error) => this.#fail(pull, error),
      gone: () => this.#streams.delete(id),
    })
    this.#streams.set(id, stream)
    this.#aborts.set(id, abort)
    this.#outbox.send(Tell.nothing, id)
  }

  #pull(id: number, stream: number): void {
    const hosted = this.#streams.get(stream)
    if (hosted === undefined) this.#outbox.send(Tell.end, id)
    else hosted.pull(id)
  }

  // ---- transactions

  #transact(id: number, socket: number, options: object | undefined, signal: SignalState): void {
    const control = new AbortController()
    const abort = (reason: Error) => control.abort(reason)
    if (typeof signal === 'object') abort(asError(signal))
    this.#aborts.set(id, abort)
    this.#socket(socket).transact(
      (operations) => this.#sessions.grant(id, operations),
      { signal: control.signal, ...options },
      () => this.#reply(id, undefined),
      (error) => this.#over(id, error),
    )
  }
}

/** Why the caller ends something: an error of its own, or that it was cancelled. */
function asError(reason: PlainError | undefined): Error {
  return reason === undefined
    ? new Error('it was cancelled')
    : new Foreign(reason.ref ?? 0, reason.name, reason.message)
}
