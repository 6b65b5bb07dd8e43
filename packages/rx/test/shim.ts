/** The conformance suite's view of this flavour: a promise per subscription, and streams pulled through `concatMap`. */
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
import { firstValueFrom, from, lastValueFrom, Observable } from 'rxjs'
import { type Lines, type Options, poll, type Session, socketForUrl, TCP } from '../src/index.ts'

/** A call as a promise; `async`, so that what is thrown at once becomes a rejection too. */
const call: CallVerb = async (verb, args) => firstValueFrom(verb(...args) as Observable<unknown>)

/** One subscription to a poll. */
const pull = (values$: Observable<unknown>) =>
  new Gathered(({ value, fail }) => {
    const subscription = values$.subscribe({ next: value, error: fail })
    return () => subscription.unsubscribe()
  })

const sessionOf = (session: Session) => subjectSession(session, call, pull)

type Frames<V> = Pick<Lines<V>, 'concatMap' | 'dropped'>

/** One subscription, which is given a line, or a batch, for each pull. */
class Pulled<V> {
  readonly #lines: Frames<V>
  readonly #waiting: PromiseWithResolvers<IteratorResult<V, undefined>>[] = []
  #subscription: { unsubscribe(): void } | undefined
  #error: { error: unknown } | undefined
  #done = false
  /** Lets the stream go on to the next line. */
  #more: (() => void) | undefined
  #line: { value: V } | undefined

  constructor(lines: Frames<V>) {
    this.#lines = lines
  }

  get dropped(): number {
    return this.#lines.dropped
  }

  next(): Promise<IteratorResult<V, undefined>> {
    const pull = Promise.withResolvers<IteratorResult<V, undefined>>()
    this.#waiting.push(pull)
    if (this.#subscription === undefined && !this.#done) this.#subscribe()
    else this.#serve()
    return pull.promise
  }

  async return(): Promise<IteratorResult<V, undefined>> {
    this.#subscription?.unsubscribe()
    this.#end()
    return { value: undefined, done: true }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** A line is held, and its inner Observable kept open, until the pull after the one that took it. */
  #subscribe(): void {
    const one = (value: V) =>
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

class PulledLines extends Pulled<Reply> implements SubjectStream {
  readonly batches: () => SubjectBatches

  constructor(lines: Lines<Reply>) {
    super(lines)
    this.batches = () => new Pulled(lines.batches())
  }
}

const socketOf = (sock: TCP) =>
  subjectSocket(sock, call, {
    lines: (options) => new PulledLines(sock.lines(options as object)),
    blocks: (limit, options) => new PulledLines(sock.blocks(limit, options as object)),
    poll: (request, period, options) => pull(poll(sock, request, period, options)),
    pull,
    work: (fn) => (session: Session) => from((async () => fn(sessionOf(session)))()),
    transaction: (work, options) => lastValueFrom(sock.transaction(work, options)),
    dispose: () => sock[Symbol.asyncDispose](),
  })

const own = (options: SubjectOptions | undefined) =>
  optionsOf<Options>(options, (hook) => (session) => hook(sessionOf(session)))

export const rx: Subject = {
  name: 'rx',
  notesCallers: true,
  connect: (host, port, options) => socketOf(new TCP(host, port, own(options))),
  connectUrl: (url, options) => socketOf(socketForUrl(url, own(options))),
}
