/** Where `stream` and `plot` take their lines from: what the instrument sends by itself, or a query asked again and again. */
import { setTimeout as wait } from 'node:timers/promises'
import { AbortError, type Options, SockioError, type TCP } from '@sockio/aio'
import { type Command, Option } from 'commander'
import { duration, integer, limit, several } from './arguments.ts'
import { messageOf } from './failure.ts'
import { Hints } from './hints.ts'
import { type LinkOptions, link, patientOnceConnected, send, terminated } from './link.ts'
import { announcing } from './notes.ts'
import { chomped, replyOf } from './reply.ts'

export interface SourceOptions extends LinkOptions {
  readonly start?: readonly string[]
  readonly stop?: readonly string[]
  readonly query?: readonly string[]
  readonly every: number
  readonly silence: number
  readonly count: number
  readonly duration: number
  readonly reconnect: boolean
}

/** Adds the options of a source. */
export function withSource(command: Command): Command {
  const { POSITIVE_INFINITY: none } = Number
  return command
    .addOption(new Option('-s, --start <command>', 'sent on every connection; may be repeated').argParser(several))
    .addOption(new Option('--stop <command>', 'sent at the end; may be repeated').argParser(several))
    .addOption(
      new Option('-q, --query <command>', 'ask this again and again; may be repeated: a column each').argParser(
        several,
      ),
    )
    .addOption(
      new Option('--every <time>', 'from one turn of the queries to the next').argParser(duration).default(1000, '1s'),
    )
    .addOption(new Option('-n, --count <n>', 'end after so many lines').argParser(integer(1)).default(none, 'none'))
    .addOption(new Option('-d, --duration <time>', 'end after so long').argParser(limit).default(none, 'none'))
    .addOption(new Option('--silence <time>', 'longest wait for a line').argParser(limit).default(none, 'none'))
    .option('--no-reconnect', 'end when the connection is lost, instead of connecting again')
}

/** A line without its end, or the replies to the queries of one turn; and when it was there. */
export interface Sample {
  readonly time: number
  readonly lines: readonly Buffer[]
}

/** What a source tells of: losses and cures for people, states for a display. */
export interface SourceEvents {
  readonly say: (text: string) => void
  readonly changed?: (state: TCP['state']) => void
}

export class Source implements AsyncDisposable {
  readonly #options: SourceOptions
  readonly #say: (text: string) => void
  #end: AbortSignal
  readonly sock: TCP

  /** @param signal ends it, as what `--count` and `--duration` say does */
  constructor(url: string, options: SourceOptions, { say, changed }: SourceEvents, signal: AbortSignal) {
    this.#options = options
    const hints = new Hints()
    this.#say = (text) => say(hints.once(text))
    for (const command of [...(options.start ?? []), ...(options.stop ?? []), ...(options.query ?? [])]) {
      terminated(command, options) // a wrong one is found before anything is sent
    }
    const told = announcing(this.#say)
    this.#end = signal
    const { start = [], reconnect } = options
    const hook: Options = start.length === 0 ? {} : { onConnectionMade: (session) => send(session, start, options) }
    this.sock = link(url, options, {
      ...told,
      ...hook,
      onStateChange(state, before) {
        told.onStateChange?.(state, before)
        changed?.(state)
      },
      connectionTimeout: options.timeout,
      reconnect: reconnect ? patientOnceConnected((): boolean => this.sock.connectionCounter > 0) : { retries: 0 },
    })
  }

  /** Connects, so that a wrong URL is found at once, and not tried again and again. What `--duration` says begins now. */
  async open(): Promise<void> {
    await this.sock.open({ signal: this.#end })
    const { duration } = this.#options
    if (Number.isFinite(duration)) this.#end = AbortSignal.any([this.#end, AbortSignal.timeout(duration)])
  }

  /** The lines, until something ends them. */
  async *samples(): AsyncGenerator<Sample> {
    const { query, count } = this.#options
    let n = 0
    try {
      for await (const lines of query === undefined ? this.#lines() : this.#replies(query)) {
        yield { time: Date.now(), lines }
        if (++n >= count) return
      }
    } catch (error) {
      if (!this.#end.aborted) throw error
    }
  }

  /** Says goodbye: what `--stop` says, where there still is somebody to hear it. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { stop = [] } = this.#options
    try {
      if (this.sock.connected)
        await this.sock.transaction((session) => send(session, stop, this.#options), { timeout: 2000 })
    } catch (error) {
      this.#say(`--stop: ${messageOf(error)}`)
    }
    await this.sock[Symbol.asyncDispose]()
  }

  async *#lines(): AsyncGenerator<readonly Buffer[]> {
    const { reconnect, silence: timeout, eol, encoding } = this.#options
    // Whatever is taken for the reply to `--stop` is forgotten, so that need not wait for silence: it is to end the sending.
    for await (const line of this.sock.lines({ reconnect, timeout, signal: this.#end, quiet: 0 })) {
      yield [chomped(line, eol, encoding)]
    }
  }

  /** At a steady pace: what comes too late for its turn is left out, and does not delay the others. */
  async *#replies(queries: readonly string[]): AsyncGenerator<readonly Buffer[]> {
    const { every, reconnect } = this.#options
    const began = performance.now()
    const next = (turn: number) => Math.max(turn + 1, every > 0 ? Math.ceil((performance.now() - began) / every) : 0)
    for (let turn = 0; ; turn = next(turn)) {
      await wait(Math.max(0, began + turn * every - performance.now()), undefined, { signal: this.#end })
      try {
        yield await this.#turn(queries)
      } catch (error) {
        if (!reconnect || error instanceof AbortError || !(error instanceof SockioError)) throw error
        this.#say(messageOf(error))
      }
    }
  }

  /** One reply to each query; nothing of a turn in which one of them failed. */
  async #turn(queries: readonly string[]): Promise<readonly Buffer[]> {
    const { eol, encoding } = this.#options
    const replies: Buffer[] = []
    for (const query of queries) {
      const request = terminated(query, this.#options)
      const frame = await this.sock.writeReadLine(request, { signal: this.#end, blocks: true })
      replies.push(replyOf(frame, eol, encoding).bytes)
    }
    return replies
  }
}
