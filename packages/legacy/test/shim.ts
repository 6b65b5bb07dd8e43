/** The conformance suite's view of this flavour: a promise per callback, and streams that rest between pulls. */
import {
  type Reply,
  type Subject,
  type SubjectOptions,
  type SubjectSession,
  type SubjectSocket,
  type SubjectStream,
  subjectSession,
} from '@sockio/conformance'
import { type Lines, type Options, type Session, socketForUrl, TCP } from '../src/index.ts'

type Callback = (error: unknown, value: unknown) => void

/** Calls `start` with a callback, and holds it to its discipline: once, later, and with either an error or a value. */
function promised<T>(start: (callback: Callback) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let within = true
    let calls = 0
    const broken = (what: string) => {
      throw new Error(`a callback was called ${what}`)
    }
    start((...outcome) => {
      if (within) broken('within its call')
      if (++calls > 1) broken('twice')
      const [error, value] = outcome
      if (error === null) resolve(value as T)
      else if (outcome.length > 1 || !error) broken(`with ${outcome.length} arguments, the first of them ${error}`)
      else reject(error)
    })
    within = false
  })
}

/** Every verb as a promise; what is thrown at once becomes a rejection. */
function sessionOf(session: Session): SubjectSession {
  return subjectSession(session, (verb, args) => promised((callback) => verb(...args, callback)))
}

/** Listens while it is pulled, and rests in between. */
class Pulled implements SubjectStream {
  readonly #lines: Lines<Reply>
  readonly #waiting: PromiseWithResolvers<IteratorResult<Reply, undefined>>[] = []
  #started = false
  #over = false
  #error: { readonly error: unknown } | undefined

  constructor(lines: Lines<Reply>) {
    this.#lines = lines
  }

  get dropped(): number {
    return this.#lines.dropped
  }

  next(): Promise<IteratorResult<Reply, undefined>> {
    const pull = Promise.withResolvers<IteratorResult<Reply, undefined>>()
    this.#waiting.push(pull)
    if (this.#over) this.#end()
    else if (this.#started) this.#lines.resume()
    else this.#start()
    return pull.promise
  }

  async return(): Promise<IteratorResult<Reply, undefined>> {
    this.#lines.close()
    this.#end()
    return { value: undefined, done: true }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #start(): void {
    this.#started = true
    this.#lines.on('end', () => this.#end())
    this.#lines.on('error', (error) => {
      this.#error = { error }
      this.#end()
    })
    this.#lines.on('data', (value) => {
      this.#waiting.shift()?.resolve({ value, done: false })
      if (this.#waiting.length === 0) this.#lines.pause()
    })
  }

  #end(): void {
    this.#over = true
    for (const pull of this.#waiting.splice(0)) {
      if (this.#error === undefined) pull.resolve({ value: undefined, done: true })
      else pull.reject(this.#error.error)
      this.#error = undefined
    }
  }
}

/** The suite's hook takes its neutral session, and returns a promise. */
function optionsOf(options: SubjectOptions | undefined): Options {
  const { onConnectionMade } = options ?? {}
  if (typeof onConnectionMade !== 'function') return options as object
  return {
    ...options,
    onConnectionMade: (session, done) => {
      // In the style of callbacks, for hooks in the style of promises; those that throw do so here.
      const result = onConnectionMade(sessionOf(session))
      Promise.resolve(result).then(() => done(), done)
    },
  }
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
    open: (options) => promised((callback) => sock.open(options, callback)),
    close: () => promised((callback) => sock.close(callback)),
    readBuffer: () => sock.readBuffer(),
    resetInputBuffer: () => sock.resetInputBuffer(),
    lines: (options) => new Pulled(sock.lines(options as object)),
    blocks: (limit, options) => new Pulled(sock.blocks(limit, options as object)),
    transaction: (fn, options) =>
      promised((callback) =>
        sock.transaction(
          typeof fn === 'function' ? (session: Session) => fn(sessionOf(session)) : fn,
          options,
          callback,
        ),
      ),
    [Symbol.asyncDispose]: () => promised((callback) => sock.destroy(callback)),
  }
  return Object.defineProperties(sessionOf(sock), Object.getOwnPropertyDescriptors(own)) as SubjectSocket
}

export const legacy: Subject = {
  name: 'legacy',
  notesCallers: true,
  connect: (host, port, options) => socketOf(new TCP(host, port, optionsOf(options))),
  connectUrl: (url, options) => socketOf(socketForUrl(url, optionsOf(options))),
}
