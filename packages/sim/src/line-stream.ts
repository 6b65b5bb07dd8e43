/** A stream of lines to one client: in step with its period and with what the client takes. */

import type { Output } from './output.ts'
import { isBytes } from './realm.ts'
import type { StreamItem, StreamReply, StreamSource } from './reply.ts'
import { timers } from './timers.ts'

/** Without a period, so many lines at most are sent in one turn, so that requests are heard in between. */
const LINES_PER_TURN = 256

type Steps = Pick<Iterator<StreamItem>, 'next' | 'return'> | Pick<AsyncIterator<StreamItem>, 'next' | 'return'>

function* called(source: (index: number) => StreamItem | undefined): Generator<StreamItem> {
  for (let index = 0; ; index++) {
    const item = source(index)
    if (item === undefined) return
    yield item
  }
}

function steps(source: StreamSource): Steps {
  if (typeof source === 'function') return called(source)
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
}

function line(item: unknown, eol: string): string | Uint8Array {
  if (typeof item === 'string') return item + eol
  if (isBytes(item)) return item
  throw new TypeError(`the source of a stream gave a value of type ${typeof item}, not a string or a Uint8Array`)
}

/** One run of a stream. */
export class LineStream {
  readonly #steps: Steps
  readonly #period: number
  readonly #output: Output
  readonly #eol: string
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #stopped = false

  /** @param failed told when the source throws */
  constructor(reply: StreamReply, output: Output, eol: string, failed: (error: unknown) => void) {
    this.#steps = steps(reply.source)
    this.#period = reply.period
    this.#output = output
    this.#eol = eol
    this.#run().catch((error: unknown) => {
      if (!this.#stopped) failed(error)
    })
  }

  /** Nothing of the stream is sent any more; its source is told, as `break` in a loop would. */
  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    timers.clearTimeout(this.#timer)
    timers.clearImmediate(this.#immediate)
    try {
      Promise.resolve(this.#steps.return?.()).catch(() => undefined)
    } catch {
      // a generator that stops its own stream is running, and can't be told
    }
  }

  /** The waits within never end once the stream is stopped: what waits there is garbage then. */
  async #run(): Promise<void> {
    let due = timers.now()
    for (;;) {
      if (this.#output.blocked) {
        await this.#output.drained()
        due = timers.now()
      }
      const most = this.#linesDue(due)
      if (this.#stopped || (await this.#sendSome(most)) < most) return
      due += this.#period * most
      if (this.#period === 0) await this.#nextTurn()
      else await this.#wait(due - timers.now())
    }
  }

  #linesDue(due: number): number {
    if (this.#period === 0) return LINES_PER_TURN
    return Math.min(LINES_PER_TURN, 1 + Math.floor(Math.max(0, timers.now() - due) / this.#period))
  }

  /** Returns how many were sent: fewer when the source has ended or the stream was stopped. */
  async #sendSome(most: number): Promise<number> {
    let sent = 0
    for (; sent < most; sent++) {
      const next = this.#steps.next()
      const waits = 'then' in next
      if (waits) this.#output.flush()
      const step = waits ? await next : next
      if (this.#stopped || step.done === true) break
      this.#output.add(line(step.value, this.#eol))
    }
    this.#output.flush()
    return sent
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timer = timers.setTimeout(resolve, Math.max(0, ms))
    })
  }

  #nextTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.#immediate = timers.setImmediate(resolve)
    })
  }
}
