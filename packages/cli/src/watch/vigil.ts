/** One instrument that is watched: asked again and again, at a steady pace, whatever becomes of it. */
import { setTimeout as wait } from 'node:timers/promises'
import { SockioError, type TCP } from '@sockio/aio'
import { messageOf } from '../failure.ts'
import { type LinkOptions, link, terminated } from '../link.ts'
import { replyOf, shown } from '../reply.ts'
import type { Watched } from '../web/watch-messages.ts'

export interface VigilOptions extends LinkOptions {
  /** What is asked; false: nothing, it is connected only. */
  readonly query: string | false
  /** Ms from one turn to the next. */
  readonly every: number
  /** So many turns. */
  readonly count: number
}

/** Of so many replies the mean is told. */
const RECENT = 60

/** Of an error, what its row says already. */
const WHERE = /^could not connect to \S+: /

/** Called after each turn, with what failed it. */
export type TurnTold = (watched: Watched, error: SockioError | undefined) => void

export class Vigil implements AsyncDisposable {
  readonly #options: VigilOptions
  readonly #request: string
  readonly #sock: TCP
  readonly #recent: number[] = []
  #watched: Watched

  constructor(url: string, options: VigilOptions) {
    const { query, timeout } = options
    this.#options = options
    this.#request = query === false ? '' : terminated(query, options)
    // Trust is for TLS; others have none, and are not to be refused for what is said of their neighbours.
    const { ca: _ca, insecure: _insecure, ...plain } = options
    this.#sock = link(url, /^tls:/i.test(url) ? options : plain, {
      connectionTimeout: timeout,
      onError: () => undefined,
    })
    this.#watched = {
      url,
      health: 'unknown',
      since: Date.now(),
      ms: null,
      mean: null,
      turns: 0,
      errors: 0,
      reconnects: 0,
      words: '',
      trouble: '',
    }
  }

  get watched(): Watched {
    return this.#watched
  }

  /** @param first ms until the first turn */
  async run(first: number, told: TurnTold, signal: AbortSignal): Promise<void> {
    const { every, count } = this.#options
    const began = performance.now() + first
    try {
      for (let turn = 0, n = 0; n < count; n++) {
        await wait(Math.max(0, began + turn * every - performance.now()), undefined, { signal })
        const error = await this.#turn(signal)
        told(this.#watched, error)
        // What comes too late for its turn is left out, and does not delay the others.
        turn = Math.max(turn + 1, every > 0 ? Math.ceil((performance.now() - began) / every) : 0)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sock[Symbol.asyncDispose]()
  }

  /** Asks once; what failed. */
  async #turn(signal: AbortSignal): Promise<SockioError | undefined> {
    const { query, eol, encoding } = this.#options
    const began = performance.now()
    try {
      if (query === false) {
        if (!this.#sock.connected) await this.#sock.open({ signal })
      } else {
        const frame = await this.#sock.writeReadLine(this.#request, { signal, blocks: true })
        this.#watched = { ...this.#watched, words: shown(replyOf(frame, eol, encoding), encoding) }
      }
      this.#took(performance.now() - began)
      return undefined
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof SockioError)) throw error
      this.#failed(messageOf(error).replace(WHERE, ''))
      return error
    }
  }

  #took(ms: number): void {
    this.#recent.push(ms)
    if (this.#recent.length > RECENT) this.#recent.shift()
    const mean = this.#recent.reduce((sum, each) => sum + each, 0) / this.#recent.length
    this.#tell({ health: 'well', ms, mean, trouble: '' })
  }

  #failed(trouble: string): void {
    this.#tell({ health: 'trouble', ms: null, errors: this.#watched.errors + 1, trouble })
  }

  #tell(news: Partial<Watched>): void {
    const { health, since, turns } = this.#watched
    const changed = news.health !== undefined && news.health !== health
    this.#watched = {
      ...this.#watched,
      ...news,
      turns: turns + 1,
      since: changed ? Date.now() : since,
      reconnects: Math.max(0, this.#sock.connectionCounter - 1),
    }
  }
}
