/** The outputs of a recorded engine: noted, and passed on to the driver. Its time stands still while a turn lasts. */
import type { AnySockioError, Effects, Exchange, Link, Run, Session, State, StrayOrigin } from '@sockio/core'
import { piece } from './line-writer.ts'
import { errorJson } from './notation.ts'
import type { Numbered } from './numbered.ts'
import { output, type Tape } from './tape-line.ts'

/** What a call ends with that its caller wanted: no failure. */
const WANTED: readonly string[] = ['SOCKIO_ABORTED', 'SOCKIO_CLOSED']

const CONNECT = output('"connect",')
const DISCONNECT = output('"disconnect",')
const WRITE = output('"write",')
const STOP = piece('null,"stop"')
const PAUSE = output('"pause"')
const RESUME = output('"resume"')
const FRAMES = output('"frames",')
const DONE = output('"done",')
const FAILED = output('"failed",')
const GRANTED = output('"granted",')
const REFUSED = output('"refused",')
const STRAY = output('"stray",')
const EOF = output('"eof"')
const STATE = output('"state",')
const COMMA = piece(',')

/** What is told of an error: its code, its message, how far the call got, and whether it was sent. */
function failure({ code, message, phase, sent }: AnySockioError): string {
  return `,"${code}",${JSON.stringify(message)},"${phase}","${sent}"`
}

export class TapedEffects implements Effects {
  readonly #tape: Tape
  readonly #numbered: Numbered
  readonly #to: Effects
  #link: Link | undefined
  /** The reply that was read last may still be followed by an end of line. */
  trailing = false

  constructor(tape: Tape, numbered: Numbered, to: Effects) {
    this.#tape = tape
    this.#numbered = numbered
    this.#to = to
  }

  /** Whose outputs they are. */
  of(link: Link): void {
    this.#link = link
  }

  now(): number {
    return this.#tape.over ? this.#to.now() : this.#tape.now
  }

  random(): number {
    return this.#to.random()
  }

  alarm(at: number): void {
    this.#to.alarm(at)
  }

  connect(epoch: number): void {
    this.#tape.out(CONNECT).integer(epoch)
    this.#to.connect(epoch)
  }

  attempted(): Error | undefined {
    const error = this.#to.attempted?.()
    this.#tape.answer(error === undefined ? 'null' : errorJson(error))
    return error
  }

  disconnect(epoch: number, how: 'end' | 'destroy'): void {
    const line = this.#tape.out(DISCONNECT)
    line.integer(epoch)
    line.text(`,"${how}"`)
    this.#to.disconnect(epoch, how)
  }

  write(bytes: Uint8Array): void {
    const { written } = this.#link as Link
    const { number } = written.at(written.length - 1) as Exchange
    const line = this.#tape.out(WRITE)
    if (number === 0) line.put(STOP)
    else line.integer(number)
    this.#tape.wrote = true
    this.#to.write(bytes)
  }

  pause(): void {
    this.#tape.out(PAUSE)
    this.#to.pause()
  }

  resume(): void {
    this.#tape.out(RESUME)
    this.#to.resume()
  }

  frames(exchange: Exchange, run: Run): void {
    const { ends, start } = run
    const line = this.#tape.out(FRAMES)
    line.integer(exchange.number)
    line.put(COMMA)
    line.integer(ends.length)
    line.put(COMMA)
    line.integer((ends.at(-1) ?? start) - start)
    this.#to.frames(exchange, run)
  }

  settle(exchange: Exchange, error?: AnySockioError): void {
    if (exchange.number !== 0 && !this.#tape.over) this.#settled(exchange, error)
    this.#to.settle(exchange, error)
  }

  #settled(exchange: Exchange, error: AnySockioError | undefined): void {
    const { framing, number, reply, replies } = exchange
    if (framing !== undefined) this.trailing = framing.trailers !== undefined
    const line = this.#tape.out(error === undefined ? DONE : FAILED)
    line.integer(number)
    if (error !== undefined) {
      line.text(failure(error))
      this.#tape.failed ||= !WANTED.includes(error.code)
      return
    }
    const size = reply?.length ?? replies?.reduce((sum, each) => sum + each.length, 0)
    if (size === undefined) return
    line.put(COMMA)
    line.integer(size)
  }

  granted(session: Session): void {
    this.#tape.out(GRANTED).integer(this.#numbered.session(session))
    this.#to.granted(session)
  }

  refused(session: Session, error: AnySockioError): void {
    const line = this.#tape.out(REFUSED)
    line.integer(this.#numbered.session(session))
    line.text(failure(error))
    this.#tape.failed ||= !WANTED.includes(error.code)
    this.#to.refused(session, error)
  }

  stray(bytes: Uint8Array, origin: StrayOrigin): void {
    const line = this.#tape.out(STRAY)
    line.integer(bytes.length)
    line.text(`,"${origin}"`)
    this.#to.stray(bytes, origin)
  }

  eof(): void {
    this.#tape.out(EOF)
    this.#to.eof?.()
  }

  changed(to: State, from: State, error?: Error): void {
    this.#tape.out(STATE).text(`"${to}","${from}"${error === undefined ? '' : `,${errorJson(error)}`}`)
    this.#to.changed(to, from, error)
  }
}
