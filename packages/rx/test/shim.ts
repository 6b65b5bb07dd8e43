/** The conformance suite's view of this flavour: a promise per subscription, and streams pulled through `concatMap`. */
import {
  type Reply,
  type Subject,
  type SubjectOptions,
  type SubjectSession,
  type SubjectSocket,
  type SubjectStream,
  subjectSession,
} from '@sockio/conformance'
import { firstValueFrom, from, lastValueFrom, Observable } from 'rxjs'
import { type Lines, type Options, type Session, socketForUrl, TCP } from '../src/index.ts'

/** Every verb as a promise; `async`, so that what is thrown at once becomes a rejection too. */
function sessionOf(session: Session): SubjectSession {
  return subjectSession(session, async (verb, args) => firstValueFrom(verb(...args) as Observable<unknown>))
}

/** One subscription, which is given a line for each pull. */
class Pulled implements SubjectStream {
  readonly #lines: Lines<Reply>
  readonly #waiting: PromiseWithResolvers<IteratorResult<Reply, undefined>>[] = []
  #subscription: { unsubscribe(): void } | undefined
  #error: { error: unknown } | undefined
  #done = false
  /** Lets the stream go on to the next line. */
  #more: (() => void) | undefined
  #line: { value: Reply } | undefined

  constructor(lines: Lines<Reply>) {
    this.#lines = lines
  }

  get dropped(): number {
    return this.#lines.dropped
  }

  next(): Promise<IteratorResult<Reply, undefined>> {
    const pull = Promise.withResolvers<IteratorResult<Reply, undefined>>()
    this.#waiting.push(pull)
    if (this.#subscription === undefined && !this.#done) this.#subscribe()
    else this.#serve()
    return pull.promise
  }

  async return(): Promise<IteratorResult<Reply, undefined>> {
    this.#subscription?.unsubscribe()
    this.#end()
    return { value: undefined, done: true }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** A line is held, and its inner Observable kept open, until the pull after the one that took it. */
  #subscribe(): void {
    const one = (value: Reply) =>
      new Observable<never>((inner) => {
        this.#line = { value }
        this.#more = () => inner.complete()
        this.#serve()
      })
    this.#subscription = { unsubscribe: () => undefined }
    this.#subscription = this.#lines.concatMap(one).subscribe({
      error: (error: unknown) => {
        this.#error = { error }
        this.#end()
      },
      complete: () => this.#end(),
    })
  }

  #end(): void {
    this.#done = true
    this.#line = undefined
    this.#more = undefined
    this.#serve()
  }

  #serve(): void {
    const pull = this.#waiting[0]
    if (pull === undefined) return
    if (this.#line !== undefined) {
      const { value } = this.#line
      this.#line = undefined
      this.#waiting.shift()
      pull.resolve({ value, done: false })
      this.#serve()
    } else if (this.#more !== undefined) {
      const more = this.#more
      this.#more = undefined
      more()
    } else if (this.#error !== undefined) {
      this.#waiting.shift()
      pull.reject(this.#error.error)
      this.#error = undefined
      this.#serve()
    } else if (this.#done) {
      this.#waiting.shift()
      pull.resolve({ value: undefined, done: true })
      this.#serve()
    }
  }
}

/** The suite's hook takes its neutral session. */
function optionsOf(options: SubjectOptions | undefined): Options {
  const { onConnectionMade } = options ?? {}
  if (typeof onConnectionMade !== 'function') return options as object
  return { ...options, onConnectionMade: (session) => onConnectionMade(sessionOf(session)) }
}

function socketOf(sock: TCP): SubjectSocket {
  const own: Omit<SubjectSocket, keyof SubjectSession> = {
    get state() {
      return sock.state
    },
    get connected() {
      return sock.connected
    },
    get atEof() {
      return sock.atEof
    },
    get inWaiting() {
      return sock.inWaiting
    },
    get connectionCounter() {
      return sock.connectionCounter
    },
    get socketOptions() {
      return sock.socketOptions
    },
    open: (options) => firstValueFrom(sock.open(options)),
    close: () => firstValueFrom(sock.close()),
    readBuffer: () => sock.readBuffer(),
    resetInputBuffer: () => sock.resetInputBuffer(),
    lines: (options) => new Pulled(sock.lines(options as object)),
    blocks: (limit, options) => new Pulled(sock.blocks(limit, options as object)),
    transaction: (fn, options) =>
      lastValueFrom(
        sock.transaction(
          (typeof fn === 'function'
            ? (session: Session) => from((async () => fn(sessionOf(session)))())
            : fn) as () => Observable<Awaited<ReturnType<typeof fn>>>,
          options,
        ),
      ),
    [Symbol.asyncDispose]: () => sock[Symbol.asyncDispose](),
  }
  return Object.defineProperties(sessionOf(sock), Object.getOwnPropertyDescriptors(own)) as SubjectSocket
}

export const rx: Subject = {
  name: 'rx',
  notesCallers: true,
  connect: (host, port, options) => socketOf(new TCP(host, port, optionsOf(options))),
  connectUrl: (url, options) => socketOf(socketForUrl(url, optionsOf(options))),
}
