/** One turn of the engine as a line: its time, the input, what came out, and what users' code answered in it. */
import { LineWriter, piece } from './line-writer.ts'

/** Where lines go. */
export interface Sink {
  /** Takes whole lines, whose memory is used again. */
  lines(lines: Buffer): void
  /** A call has failed: all of its lines were taken. */
  failed(): void
  /** There are lines that were not given to it: `write` does that. */
  waiting(write: () => void): void
}

/** The next whole µs, so that what is written is what the engine has seen; never earlier, or a limit would be passed and not over. */
export function microseconds(ms: number): number {
  const t = Math.round(ms * 1000)
  return t / 1000 < ms ? t + 1 : t
}

/** Memory that is taken at first. */
const LARGEST = 64 * 1024

const T = piece('{"t":')
const OUT = piece(',"out":[[')
const THEN = piece(',"then":[[')
const NEXT = piece('],[')
const OUTS_END = piece(']]')
const DRAINED = piece(',"drained":')
const END = piece('}\n')

export class Tape {
  /** Nothing is recorded any more. */
  over = false
  /** Did a call fail in this turn? */
  failed = false
  /** Was something written in it, so that it may be out before anything else happens? */
  wrote = false
  readonly #clock: () => number
  readonly #batch: number
  readonly #line: LineWriter
  #sink: Sink | undefined
  /** Of the turn, in ms. */
  #time: number | undefined
  /** Of the turn before, whose line is still open. */
  #before: number | undefined
  #array = OUT
  #outs = 0
  #asked = ''

  /** `clock` gives µs; so many bytes are handed on at once. */
  constructor(clock: () => number, batch: number) {
    this.#clock = clock
    this.#batch = batch
    this.#line = new LineWriter(Math.min(batch, LARGEST) + 4096)
  }

  /** Writes to this from now on. */
  to(sink: Sink): void {
    this.#sink = sink
  }

  /** In µs. */
  get t(): number {
    return this.#clock()
  }

  /** In ms: within a turn always the same. */
  get now(): number {
    return this.#time ?? this.#clock() / 1000
  }

  /** A turn begins: what is given to the engine is to be written to the line. */
  begin(input: Uint8Array): LineWriter {
    if (this.#before !== undefined) this.#close()
    const t = this.#clock()
    const line = this.#line
    this.#time = t / 1000
    this.#array = OUT
    this.wrote = false
    line.put(T)
    line.integer(t)
    line.put(input)
    return line
  }

  /** Goes on with the turn before, in which something was written: that is out now. False where it is over, or has gone on. */
  drained(epoch: number): boolean {
    if (this.#before === undefined || !this.wrote || this.#array === THEN) return false
    this.#time = this.#before
    this.#before = undefined
    this.#array = THEN
    this.wrote = false
    this.#line.put(DRAINED)
    this.#line.number(epoch)
    return true
  }

  /** Users' code has answered. What is asked outside of a turn changes nothing. */
  answer(json: string): void {
    if (this.#time === undefined) return
    this.#asked += this.#asked === '' ? json : `,${json}`
  }

  /** The engine puts out something: what follows on the line. */
  out(name: Uint8Array): LineWriter {
    if (this.over) this.#line.clear()
    this.#line.put(this.#outs++ === 0 ? this.#array : NEXT)
    this.#line.put(name)
    return this.#line
  }

  end(): void {
    const line = this.#line
    if (this.#outs > 0) line.put(OUTS_END)
    this.#outs = 0
    this.#before = this.#time
    this.#time = undefined
    if (this.failed) {
      this.failed = false
      this.flush()
      this.#sink?.failed()
    } else if (line.length >= this.#batch) this.flush()
    else this.#sink?.waiting(this.flush)
  }

  #close(): void {
    if (this.#asked !== '') this.#line.text(`,"asked":[${this.#asked}]`)
    this.#line.put(END)
    this.#asked = ''
    this.#before = undefined
  }

  /** A line of its own. */
  write(line: string): void {
    this.#line.text(line)
    this.#sink?.waiting(this.flush)
  }

  /** Hands on what there is. */
  readonly flush = (): void => {
    if (this.#before !== undefined) this.#close()
    const line = this.#line
    if (line.length > 0) this.#sink?.lines(line.written)
    line.clear()
  }
}
