/** The conformance suite's view of this flavour: a promise per callback, and streams that rest between pulls. */
import {
  type CallVerb,
  Gathered,
  optionsOf,
  type Reply,
  type Subject,
  type SubjectBatches,
  type SubjectOptions,
  type SubjectStream,
  subjectSession,
  subjectSocket,
} from '@sockio/conformance'
import { type Lines, type Options, poll, type Readings, type Session, socketForUrl, TCP } from '../src/index.ts'

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

/** A call as a promise; what is thrown at once becomes a rejection. */
const call: CallVerb = (verb, args) => promised((callback) => verb(...args, callback))

/** Listens to a poll. */
const pull = (readings: Readings<unknown>) =>
  new Gathered(({ value, fail, end }) => {
    const ended = new Promise<void>((resolve) => readings.on('end', resolve).on('error', () => resolve()))
    readings.on('error', fail).on('end', end).on('data', value)
    return () => {
      readings.stop()
      return ended
    }
  })

const sessionOf = (session: Session) => subjectSession(session, call, pull)

/** What lines and batches have in common. */
interface Frames<V> {
  readonly dropped: number
  on(event: 'data', listener: (value: V) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  pause(): unknown
  resume(): unknown
  close(): unknown
}

/** Listens while it is pulled, and rests in between. */
class Pulled<V> {
  readonly #lines: Frames<V>
  readonly #waiting: PromiseWithResolvers<IteratorResult<V, undefined>>[] = []
  #started = false
  #over = false
  #error: { readonly error: unknown } | undefined

  constructor(lines: Frames<V>) {
    this.#lines = lines
  }

  get dropped(): number {
    return this.#lines.dropped
  }

  next(): Promise<IteratorResult<V, undefined>> {
    const pull = Promise.withResolvers<IteratorResult<V, undefined>>()
    this.#waiting.push(pull)
    if (this.#over) this.#end()
    else if (this.#started) this.#lines.resume()
    else this.#start()
    return pull.promise
  }

  async return(): Promise<IteratorResult<V, undefined>> {
    this.#lines.close()
    this.#error = undefined // who has left is told nothing more
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

class PulledLines extends Pulled<Reply> implements SubjectStream {
  readonly batches: () => SubjectBatches

  constructor(lines: Lines<Reply>) {
    super(lines)
    this.batches = () => new Pulled(lines.batches())
  }
}

/** In the style of callbacks, for a hook in the style of promises; one that throws does so here. */
const own = (options: SubjectOptions | undefined) =>
  optionsOf<Options>(options, (hook) => (session, done) => {
    Promise.resolve(hook(sessionOf(session))).then(() => done(), done)
  })

const socketOf = (sock: TCP) =>
  subjectSocket(sock, call, {
    lines: (options) => new PulledLines(sock.lines(options as object)),
    blocks: (limit, options) => new PulledLines(sock.blocks(limit, options as object)),
    poll: (request, period, options) => pull(poll(sock, request, period, options)),
    pull,
    work: (fn) => (session: Session) => fn(sessionOf(session)),
    transaction: (work, options) => promised((callback) => sock.transaction(work, options, callback)),
    dispose: () => promised((callback) => sock.destroy(callback)),
  })

export const legacy: Subject = {
  name: 'legacy',
  notesCallers: true,
  connect: (host, port, options) => socketOf(new TCP(host, port, own(options))),
  connectUrl: (url, options) => socketOf(socketForUrl(url, own(options))),
}
