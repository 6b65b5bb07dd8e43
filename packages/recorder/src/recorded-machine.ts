/** The machine of a recorded connection: each input is a line, with what came of it. */
import type { Effects, Exchange, Framing, Machine, Session, Settings, StreamState } from '@sockio/core'
import { type LineWriter, piece } from './line-writer.ts'
import { masked } from './masked.ts'
import { bytesJson, errorJson, field, numberJson } from './notation.ts'
import { Numbered } from './numbered.ts'
import { microseconds, type Tape } from './tape-line.ts'
import { TapedEffects } from './taped-effects.ts'
import { factsJson, heard, Recipes } from './taped-framing.ts'

export type MachineClass = new (settings: Settings, effects: Effects) => Machine

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]))
}

const IN = piece(',"in":')
const SUBMIT = piece(',"in":"submit","call":')
const DRAINED = piece(',"in":"drained","epoch":')
const REQUEST = piece(',"request":')
const STOP = piece(',"stop":')
const SHOWN = new Map([
  [REQUEST, piece(',"requestShown":')],
  [STOP, piece(',"stopShown":')],
])

/** What may be told of a request: it, or it without its secrets and what messages show of it. */
function writeRequest(
  line: LineWriter,
  name: Uint8Array,
  request: Uint8Array,
  shown: Uint8Array,
  eol: Uint8Array,
): void {
  line.put(name)
  if (same(shown, request)) {
    line.bytes(request)
    return
  }
  line.bytes(masked(request, shown, eol))
  line.put(SHOWN.get(name) as Uint8Array)
  line.bytes(shown)
}

/** The settings, whose functions are users' code: what they answer is told. */
function answering(settings: Settings, tape: Tape): Settings {
  const told =
    (ask: Settings['backoff']): Settings['backoff'] =>
    (...of) => {
      const delay = ask(...of)
      tape.answer(String(delay))
      return delay
    }
  return { ...settings, backoff: told(settings.backoff), streamBackoff: told(settings.streamBackoff) }
}

/** A machine whose inputs are recorded. */
export interface RecordedMachine extends Machine {
  /** The reply that was read last may still be followed by an end of line. */
  readonly trailing: boolean
  /** The number of a session. */
  number(session: Session): number
  /** The next call or session has this number. */
  countFrom(n: number): void
}

type RecordedClass = new (tape: Tape, settings: Settings, effects: Effects) => RecordedMachine

/** One for each class of machines. */
const classes = new WeakMap<MachineClass, RecordedClass>()

/** The class: that of the machine is the driver's own, since a thread may have another copy of it. */
export function recordedMachine(Plain: MachineClass): RecordedClass {
  const known = classes.get(Plain)
  if (known !== undefined) return known
  class Recorded extends Plain {
    readonly #tape: Tape
    readonly #settings: Settings
    readonly #effects: TapedEffects
    readonly #numbered: Numbered
    readonly #recipes = new Recipes()
    /** The connection that was heard last, and what a line of it begins with. */
    #heard = Number.NaN
    #received: Uint8Array = new Uint8Array(0)

    constructor(tape: Tape, settings: Settings, to: Effects) {
      const numbered = new Numbered()
      const effects = new TapedEffects(tape, numbered, to)
      super(answering(settings, tape), effects)
      effects.of(this.link)
      this.#tape = tape
      this.#settings = settings
      this.#effects = effects
      this.#numbered = numbered
    }

    get trailing(): boolean {
      return this.#effects.trailing
    }

    number(session: Session): number {
      return this.#numbered.session(session)
    }

    countFrom(n: number): void {
      this.#numbered.countFrom(n)
    }

    override submit(exchange: Exchange): void {
      if (this.#tape.over) {
        super.submit(exchange)
        return
      }
      this.#submission(exchange)
      super.submit(exchange)
      this.#tape.end()
    }

    #submission(exchange: Exchange): void {
      const { request, framing, count, timeout, retries, session, stream } = exchange
      const { redact, writeEol } = this.#settings
      const shown = request && redact(request) // users' code: not within the turn
      const stopShown = stream?.stop && redact(stream.stop)
      const line = this.#tape.begin(SUBMIT)
      line.integer(this.#numbered.call(exchange))
      if (request !== undefined) writeRequest(line, REQUEST, request, shown ?? request, writeEol)
      if (framing !== undefined) this.#framing(line, exchange, framing)
      else if (timeout !== Number.POSITIVE_INFINITY) line.text(`,"timeout":${timeout}`)
      if (count !== 1) line.text(`,"count":${numberJson(count)}`)
      if (retries !== 0) line.text(`,"retries":${numberJson(retries)}`)
      if (session !== undefined) line.text(`,"session":${this.#numbered.session(session)}`)
      if (stream !== undefined) this.#stream(line, stream, stopShown)
    }

    #framing(line: LineWriter, exchange: Exchange, framing: Framing): void {
      const recipe = this.#recipes.of(framing, exchange.timeout)
      if (recipe !== undefined) {
        line.put(recipe)
        return
      }
      const tape = this.#tape
      line.text(`,"framing":${factsJson(framing)}${field('timeout', exchange.timeout)}`)
      Object.assign(exchange, { framing: heard(framing, (json) => tape.answer(json)) })
    }

    #stream(line: LineWriter, stream: StreamState, shown: Uint8Array | undefined): void {
      const { overflow, reconnect, timeout, match, stop, stopAsks, quiet } = stream
      if (match !== undefined) {
        const tape = this.#tape
        const told = (frame: Uint8Array) => {
          const matches = match(frame)
          tape.answer(String(matches))
          return matches
        }
        Object.assign(stream, { match: told })
      }
      const plain = JSON.stringify({ overflow, reconnect, match: match !== undefined, stopAsks, quiet })
      line.text(`,"stream":${plain.slice(0, -1)}${field('timeout', timeout)}`)
      if (stop !== undefined) writeRequest(line, STOP, stop, shown ?? stop, this.#settings.writeEol)
      line.text('}')
    }

    /** A turn of this input, unless the recording is over. */
    #turn(input: string, take: () => void): void {
      const tape = this.#tape
      if (tape.over) {
        take()
        return
      }
      tape.begin(IN).text(input)
      take()
      tape.end()
    }

    override open(exchange: Exchange): void {
      const input = `"open","call":${this.#numbered.call(exchange)}${field('timeout', exchange.timeout)}`
      this.#turn(input, () => super.open(exchange))
    }

    override abort(subjects: Iterable<Exchange | Session>, cause: unknown): void {
      const all = [...subjects]
      const known = all.map((subject) => this.#numbered.of(subject)).filter((n) => n !== undefined)
      this.#turn(`"abort","of":[${known.join(',')}],"cause":${errorJson(cause)}`, () => super.abort(all, cause))
    }

    override credit(exchange: Exchange, n: number): void {
      const call = this.#numbered.of(exchange)
      this.#turn(`"credit"${field('call', call)},"n":${numberJson(n)}`, () => super.credit(exchange, n))
    }

    override cancelStream(exchange: Exchange, unused: readonly Uint8Array[] = []): void {
      const call = this.#numbered.of(exchange)
      const input = `"cancel"${field('call', call)},"unused":[${unused.map(bytesJson).join(',')}]`
      this.#turn(input, () => super.cancelStream(exchange, unused))
    }

    override begin(session: Session): void {
      const { timeout, patience } = session
      const n = this.#numbered.session(session)
      const input = `"begin","session":${n}${field('timeout', timeout)}${field('patience', patience)}`
      this.#turn(input, () => super.begin(session))
    }

    override end(session: Session, failure?: { readonly error: unknown }): void {
      const n = this.#numbered.session(session)
      const why = failure === undefined ? '' : `,"error":${errorJson(failure.error)}`
      this.#turn(`"end","session":${n}${why}`, () => super.end(session, failure))
    }

    override close(): void {
      this.#turn('"close"', () => super.close())
      if (this.state === 'idle') this.#tape.flush()
    }

    override dispose(): void {
      this.#turn('"dispose"', () => super.dispose())
      this.#tape.flush()
    }

    override takeInput(): Uint8Array {
      let taken: Uint8Array | undefined
      this.#turn('"take"', () => {
        taken = super.takeInput()
      })
      return taken as unknown as Uint8Array
    }

    override connected(epoch: number): void {
      this.#turn(`"connected","epoch":${epoch}`, () => super.connected(epoch))
    }

    override received(epoch: number, chunk: Uint8Array, end?: boolean): void {
      const tape = this.#tape
      if (tape.over) {
        super.received(epoch, chunk, end)
        return
      }
      if (epoch !== this.#heard) {
        this.#heard = epoch
        this.#received = piece(`,"in":"received","epoch":${epoch},"bytes":`)
      }
      const line = tape.begin(this.#received)
      line.bytes(chunk)
      if (end !== undefined) line.text(`,"end":${end}`)
      super.received(epoch, chunk, end)
      tape.end()
    }

    override eof(epoch: number): void {
      this.#turn(`"eof","epoch":${epoch}`, () => super.eof(epoch))
    }

    override lost(epoch: number, cause?: Error): void {
      const why = cause === undefined ? '' : `,"error":${errorJson(cause)}`
      this.#turn(`"lost","epoch":${epoch}${why}`, () => super.lost(epoch, cause))
      if (this.state === 'idle' || this.state === 'closed') this.#tape.flush()
    }

    override unwritten(epoch: number, error: Error): void {
      this.#turn(`"unwritten","epoch":${epoch},"error":${errorJson(error)}`, () => super.unwritten(epoch, error))
    }

    override drained(epoch: number): void {
      const tape = this.#tape
      if (tape.over) {
        super.drained(epoch)
        return
      }
      if (!tape.drained(epoch)) tape.begin(DRAINED).number(epoch)
      super.drained(epoch)
      tape.end()
    }

    override blocked(epoch: number): void {
      this.#turn(`"blocked","epoch":${epoch}`, () => super.blocked(epoch))
    }

    override fired(now: number): void {
      const at = microseconds(now) / 1000
      this.#turn(`"fired","now":${at}`, () => super.fired(at))
    }
  }
  classes.set(Plain, Recorded)
  return Recorded
}
