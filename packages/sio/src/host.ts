/** The sockets, calls, streams and sessions of this thread, by their numbers; does what the caller's thread asks for. */
import type { Address } from '@sockio/core'
import {
  type Call,
  Connection,
  endpoint,
  type Feed,
  type LinesOptions,
  NO_LINE_END,
  type Operations,
  timers,
} from '@sockio/node'
import { withDecoder } from './decoding.ts'
import { type PlainError, takeApart, withoutErrors } from './errors.ts'
import { HostedSessions } from './hosted-sessions.ts'
import { HostedSignals, withSignal } from './hosted-signals.ts'
import { HostedStream } from './hosted-stream.ts'
import { type Message, packed, packFrames, packRequest, packRun, packTexts, unpacked } from './messages.ts'
import type { Outbox } from './outbox.ts'
import {
  Ask,
  type Begun,
  type Decoding,
  type NotificationName,
  type Setup,
  type SignalState,
  Tell,
} from './protocol.ts'
import { learn } from './transports.ts'

/** The verbs of a session that make a call. */
type Verb = {
  [K in keyof Operations]: Operations[K] extends (...args: never[]) => Call<infer _> ? K : never
}[keyof Operations]

/** The verbs of a socket: those of a session, and some that make no call. */
type SocketVerb = Verb | 'close' | 'dispose' | 'takeInput'

/** The body of `Ask.call`. */
type AskedCall = [
  socket: number,
  session: number,
  verb: SocketVerb,
  args: unknown[],
  signal: SignalState,
  decoding?: Decoding,
]

/** The body of `Ask.stream`. */
type AskedStream = [socket: number, kind: 'lines' | 'blocks', args: unknown[], signal: SignalState, decoding?: Decoding]

/** Ends something for its caller, before its time. */
type Cancel = (cause: Error) => void

/** What a caller waits for. */
interface UnderWay {
  readonly signal: SignalState
  readonly cancel: Cancel
  /** It has still to be sent; `dying`: by a caller who runs no function any more that awaits something. */
  readonly unsent: (dying: boolean) => boolean
  /** It is a transaction: what it waits for is under way by itself. */
  readonly resting?: boolean
}

/** What begins something that a caller waits for gives these. */
type Started = Omit<UnderWay, 'signal'>

/** How often it is looked whether all is sent, in ms: the engine tells nobody, and it is asked once, at the end. */
const LOOK = 5

/** What may be shown of a request. */
function shown(connection: Connection, { request }: Call<unknown> | Feed<unknown>): Uint8Array | undefined {
  return request && connection.redacted(request)
}

export class Host {
  readonly #outbox: Outbox
  readonly #sockets = new Map<number, Connection>()
  readonly #sessions: HostedSessions
  readonly #streams = new Map<number, HostedStream>()
  /** Streams that were left, whose stop had still to be sent then. */
  #stopping: HostedStream[] = []
  readonly #signals = new HostedSignals()
  readonly #underWay = new Map<number, UnderWay>()

  constructor(outbox: Outbox) {
    this.#outbox = outbox
    this.#sessions = new HostedSessions(outbox)
  }

  /** Nothing is under way but transactions, whose caller has yet to ask. */
  get atRest(): boolean {
    for (const { resting } of this.#underWay.values()) if (!resting) return false
    return true
  }

  /** What this message needs before it can be received: a transport that this thread does not know yet. */
  needs({ kind, body }: Message): Promise<void> | undefined {
    if (kind !== Ask.socket) return undefined
    const [, , { transport }] = unpacked<[string, number, Setup]>(body)
    return transport && learn(transport)
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
        this.#call(id, unpacked<AskedCall>(body))
        break
      case Ask.cancel:
        this.#underWay.get(id)?.cancel(new Error('it was cancelled'))
        break
      case Ask.abort:
        this.#signals.abort(id, unpacked<[PlainError]>(body)[0])
        break
      case Ask.stream:
        this.#stream(id, unpacked<AskedStream>(body))
        break
      case Ask.pull:
        this.#pull(id, unpacked<[number]>(body)[0])
        break
      case Ask.leave:
        this.#leave(id, ...unpacked<[number, number, number]>(body))
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
      case Ask.flush:
        this.#flush(id, unpacked<[boolean]>(body)[0])
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
    const at: Address = endpoint(host, port, 'tls' in options && Boolean(options.tls))
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

  #call(id: number, call: AskedCall): void {
    const [socket, , verb] = call
    const connection = this.#socket(socket)
    const done = () => this.#reply(id, undefined)
    if (verb === 'close') connection.close(done)
    else if (verb === 'dispose') connection.dispose(done)
    else if (verb === 'takeInput') this.#reply(id, connection.takeInput())
    else this.#start(id, connection, verb, call)
  }

  #start(id: number, connection: Connection, verb: Verb, [, session, , args, signal, decoding]: AskedCall): void {
    const operations = session === 0 ? connection.operations : this.#sessions.operations(session, connection.address)
    const make = (operations[verb] as (...args: unknown[]) => Call<unknown>).bind(operations)
    this.#begin(id, signal, withDecoder(args.at(-1), decoding), (options) => {
      const call = make(...args.slice(0, -1), options)
      const decoded = (value: unknown) => this.#decodable(id, value as Uint8Array, shown(connection, call))
      connection.start(call, {
        onValue: decoding === undefined ? (value) => this.#reply(id, value) : decoded,
        onError: (error) => this.#over(id, error),
      })
      const unsent = () => call.request !== undefined && call.sent !== 'yes'
      return { cancel: (cause) => connection.abort(call, cause), unsent }
    })
  }

  /** Has `begin` start what was asked for, with its options and their signal, and give what cancels it. */
  #begin<T>(id: number, signal: SignalState, options: T, begin: (options: T) => Started): void {
    const underWay: UnderWay = { signal, cancel: () => undefined, unsent: () => true }
    this.#underWay.set(id, underWay)
    try {
      Object.assign(underWay, begin(withSignal(options, this.#signals.take(signal))))
    } catch (error) {
      this.#done(id)
      throw error
    }
  }

  #done(id: number): void {
    const underWay = this.#underWay.get(id)
    if (underWay === undefined) return
    this.#underWay.delete(id)
    this.#signals.release(underWay.signal)
  }

  #over(id: number, error: unknown): void {
    this.#done(id)
    this.#fail(id, error)
  }

  #reply(id: number, value: unknown): void {
    const outbox = this.#outbox
    this.#done(id)
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

  #decodable(id: number, frame: Uint8Array, request: Uint8Array | undefined): void {
    this.#done(id)
    this.#outbox.send(Tell.reply, id, frame, packRequest(request))
  }

  /** The caller has nothing left to do: answers when what it has asked for is sent. */
  #flush(id: number, dying: boolean): void {
    const stopping = this.#stopping.some((stream) => stream.unsent)
    const unsent = stopping || [...this.#underWay.values()].some((each) => each.unsent(dying))
    if (unsent) timers.setTimeout(() => this.#flush(id, dying), LOOK)
    else this.#outbox.send(Tell.nothing, id)
  }

  // ---- streams

  #stream(id: number, [socket, kind, args, signal, decoding]: AskedStream): void {
    const connection = this.#socket(socket)
    const { feeds } = connection
    this.#begin(id, signal, withDecoder(args.at(-1), decoding), (options) => {
      const known: LinesOptions = options ?? {}
      const feed: Feed<unknown> =
        kind === 'lines' ? feeds.lines(known) : feeds.blocks(args[0] as number | string | Uint8Array, known)
      const stream = new HostedStream(connection, feed, {
        frames: (pull, run) => {
          const { head, all } = packRun(run)
          this.#outbox.send(Tell.run, pull, head, all)
        },
        end: (pull) => this.#outbox.send(Tell.end, pull),
        error: (pull, error) => this.#fail(pull, error),
        gone: () => this.#streams.delete(id),
      })
      this.#streams.set(id, stream)
      const begun: Begun = {
        start: decoding && shown(connection, feed),
        encoding: known.encoding,
        lineEnd: kind === 'lines' ? feeds.lineEnd(known) : NO_LINE_END,
      }
      this.#outbox.send(Tell.value, id, packed(begun))
      return { cancel: (cause) => connection.abort(feed, cause), unsent: () => stream.unsent }
    })
  }

  #leave(ask: number, id: number, unused: number, begun: number): void {
    const stream = this.#streams.get(id)
    stream?.leave(unused, begun)
    this.#stopping = [...this.#stopping, ...(stream === undefined ? [] : [stream])].filter((each) => each.unsent)
    this.#done(id)
    this.#outbox.send(Tell.value, ask, packed(stream?.dropped ?? 0))
  }

  #pull(id: number, stream: number): void {
    const hosted = this.#streams.get(stream)
    if (hosted === undefined) this.#outbox.send(Tell.end, id)
    else hosted.pull(id)
  }

  // ---- transactions

  #transact(id: number, socket: number, options: object | undefined, signal: SignalState): void {
    this.#begin(id, signal, options, (heeding) => {
      let granted = false
      const cancel = this.#socket(socket).transact(
        (operations) => {
          granted = true
          return this.#sessions.grant(id, operations)
        },
        heeding,
        () => this.#reply(id, undefined),
        (error) => this.#over(id, error),
      )
      return { cancel, unsent: (dying) => !(dying && granted), resting: true } // until it is over
    })
  }
}
