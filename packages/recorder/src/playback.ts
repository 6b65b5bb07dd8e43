/**
 * Runs the engine again, in the time of its recording. It is recorded again, too: what comes out must be the same line, to
 * the byte, since all that the engine was told stands in the recording.
 */
import {
  type Effects,
  Exchange,
  type ExchangeOptions,
  inWords,
  Machine,
  Session,
  type Settings,
  StreamState,
  show,
} from '@sockio/core'
import type { Beginning, Bytes, RecordedOutput, RecordedStream, Submission, Thrown, Turn } from './format.ts'
import { begins, isRecorded, type Recorded, RecordingError } from './read.ts'
import { type RecordedMachine, recordedMachine } from './recorded-machine.ts'
import { bytesOf, errorOf, framingOf, limitOf, thrownOf } from './revive.ts'
import { Tape } from './tape-line.ts'

/** One turn, played again. */
export interface Played {
  readonly turn: Turn
  /** What came out of the engine now. */
  readonly out: readonly RecordedOutput[]
  /** What it wrote, in order. */
  readonly written: readonly Uint8Array[]
  /** Where the turn is not the recorded one: what it should be, and what it is. */
  readonly difference: { readonly recorded: string; readonly played: string } | undefined
}

export class Playback {
  readonly machine: RecordedMachine
  readonly #calls = new Map<number, Exchange>()
  readonly #sessions = new Map<number, Session>()
  readonly #shown = new WeakMap<Uint8Array, Uint8Array>()
  readonly #tape: Tape
  #t: number
  #line = ''
  #asked: unknown[] = []
  #written: Uint8Array[] = []

  /** @throws {TypeError} for what is not the `beginning` of a recording that was read */
  constructor(beginning: Beginning) {
    if (!begins(beginning)) throw new TypeError(`beginning: expected that of a recording, got ${show(beginning)}`)
    this.#t = beginning.t
    const tape = new Tape(() => this.#t, Number.POSITIVE_INFINITY)
    tape.to({
      lines: (lines) => {
        this.#line += lines
      },
      failed: () => undefined,
      waiting: () => undefined,
    })
    this.#tape = tape
    this.machine = new (recordedMachine(Machine))(tape, this.#settings(beginning), this.#effects())
    if (beginning.link !== undefined) this.#restore(beginning.link)
  }

  /** A call by its number. */
  call(n: number): Exchange | undefined {
    return this.#calls.get(n)
  }

  /** Is this request one of which something was hidden? */
  isHidden(request: Uint8Array): boolean {
    return this.#shown.has(request)
  }

  /** Takes the next turn of the recording. */
  play(turn: Turn): Played {
    if (typeof turn !== 'object' || turn === null || typeof turn.in !== 'string') {
      throw new TypeError(`turn: expected one of a recording, got ${show(turn)}`)
    }
    this.#t = turn.t
    this.#asked = [...(turn.asked ?? [])]
    this.#written = []
    this.#line = ''
    this.#take(turn)
    if (turn.drained !== undefined) this.machine.drained(turn.drained)
    this.#tape.flush()
    const played = this.#line.trimEnd()
    const recorded = JSON.stringify(turn)
    const { out = [], then = [] } = JSON.parse(played) as Pick<Turn, 'out' | 'then'>
    const difference = played === recorded ? undefined : { recorded, played }
    return { turn, out: [...out, ...then], written: this.#written, difference }
  }

  readonly #answer = (): unknown => this.#asked.shift()

  #settings({ address, settings }: Beginning): Settings {
    const delay = () => this.#answer() as number | false
    return {
      ...settings,
      address,
      backoff: delay,
      streamBackoff: delay,
      pipeline: limitOf(settings.pipeline),
      maxQueue: limitOf(settings.maxQueue),
      connectionTimeout: limitOf(settings.connectionTimeout),
      bufferSize: limitOf(settings.bufferSize),
      freshFor: limitOf(settings.freshFor),
      writeEol: bytesOf(settings.writeEol),
      redact: (request) => this.#shown.get(request) ?? request,
      allocate: (size) => new Uint8Array(size),
    }
  }

  #effects(): Effects {
    const nothing = () => undefined
    return {
      now: () => this.#t / 1000,
      random: () => 0, // what came of it is among the answers
      alarm: nothing,
      connect: nothing,
      attempted: () => {
        const answer = this.#answer()
        return answer === null || answer === undefined ? undefined : errorOf(answer as Thrown)
      },
      disconnect: nothing,
      write: (bytes) => this.#written.push(bytes),
      pause: nothing,
      resume: nothing,
      frames: nothing,
      settle: nothing,
      granted: (session) => this.#sessions.set(this.machine.number(session), session),
      refused: nothing,
      stray: nothing,
      eof: nothing,
      changed: nothing,
    }
  }

  #restore({ loss, failure, unended, ...plain }: NonNullable<Beginning['link']>): void {
    Object.assign(this.machine.link, plain, {
      loss: { eof: loss.eof, cause: loss.cause && thrownOf(loss.cause) },
      failure: failure && errorOf(failure),
      unended: unended && bytesOf(unended),
    })
  }

  #request(bytes: Bytes | undefined, shown: Bytes | undefined): Uint8Array | undefined {
    const request = bytes === undefined ? undefined : bytesOf(bytes)
    if (request !== undefined && shown !== undefined) this.#shown.set(request, bytesOf(shown))
    return request
  }

  #known(n: number, exchange: Exchange): Exchange {
    this.machine.countFrom(n)
    this.#calls.set(n, exchange)
    return exchange
  }

  #submission(input: Submission): Exchange {
    const { call, framing, count, timeout, retries, session, stream } = input
    const options = {
      request: this.#request(input.request, input.requestShown),
      framing: framing && framingOf(framing, this.#answer),
      count: count === undefined ? 1 : limitOf(count),
      timeout: limitOf(timeout),
      retries: retries === undefined ? 0 : limitOf(retries),
      session: session === undefined ? undefined : this.#session(session),
      stream: stream && this.#stream(stream),
    }
    return this.#known(call, new Exchange(options as ExchangeOptions))
  }

  #stream({ match, stop, stopShown, timeout, ...plain }: RecordedStream): StreamState {
    const matches = match ? () => this.#answer() === true : undefined
    return new StreamState({
      ...plain,
      match: matches,
      stop: this.#request(stop, stopShown),
      timeout: limitOf(timeout),
    })
  }

  #session(n: number): Session {
    const known = this.#sessions.get(n)
    if (known !== undefined) return known
    const session = new Session('transaction')
    this.#sessions.set(n, session)
    return session
  }

  /** Who has ended before a recording begins, or never was: nothing comes of that. */
  #subject(n: number | undefined): Exchange {
    return this.#calls.get(n ?? -1) ?? new Exchange({})
  }

  #take(turn: Turn): void {
    const { machine } = this
    switch (turn.in) {
      case 'submit':
        machine.submit(this.#submission(turn))
        break
      case 'open':
        machine.open(this.#known(turn.call, new Exchange({ timeout: limitOf(turn.timeout) })))
        break
      case 'abort': {
        const subjects = turn.of
          .map((n) => this.#calls.get(n) ?? this.#sessions.get(n))
          .filter((each) => each !== undefined)
        machine.abort(subjects, thrownOf(turn.cause))
        break
      }
      case 'credit':
        machine.credit(this.#subject(turn.call), limitOf(turn.n))
        break
      case 'cancel':
        machine.cancelStream(this.#subject(turn.call), turn.unused.map(bytesOf))
        break
      case 'begin': {
        machine.countFrom(turn.session)
        const session = new Session('transaction', limitOf(turn.timeout), limitOf(turn.patience))
        this.#sessions.set(turn.session, session)
        machine.begin(session)
        break
      }
      case 'end':
        machine.end(this.#session(turn.session), turn.error && { error: thrownOf(turn.error) })
        break
      case 'close':
        machine.close()
        break
      case 'dispose':
        machine.dispose()
        break
      case 'take':
        machine.takeInput()
        break
      case 'connected':
        machine.connected(turn.epoch)
        break
      case 'received':
        machine.received(turn.epoch, bytesOf(turn.bytes), turn.end)
        break
      case 'eof':
        machine.eof(turn.epoch)
        break
      case 'lost':
        machine.lost(turn.epoch, turn.error && errorOf(turn.error))
        break
      case 'unwritten':
        machine.unwritten(turn.epoch, errorOf(turn.error))
        break
      case 'drained':
        machine.drained(turn.epoch)
        break
      case 'blocked':
        machine.blocked(turn.epoch)
        break
      case 'fired':
        machine.fired(turn.now)
    }
  }
}

/** Plays a recording, turn by turn; `before` looks at the engine as it is before each turn, and what it makes is given with that. */
export function* play<T = undefined>(
  recording: Recorded,
  before?: (turn: Turn, machine: RecordedMachine) => T,
): Generator<Played & { readonly playback: Playback; readonly before: T }> {
  if (!isRecorded(recording)) throw new TypeError(`recording: expected one that was read, got ${show(recording)}`)
  if (before !== undefined && typeof before !== 'function') {
    throw new TypeError(`before: expected a function, got ${show(before)}`)
  }
  const { file, beginning, turns } = recording
  const playback = new Playback(beginning)
  for (const [i, turn] of turns.entries()) {
    const seen = before?.(turn, playback.machine) as T
    let played: Played
    try {
      played = playback.play(turn)
    } catch (error) {
      // As its schema has it, and yet what no engine was ever told.
      throw new RecordingError(`${file}:${i + 2}: it can't be played: ${inWords(error)}`)
    }
    yield { ...played, playback, before: seen }
  }
}
