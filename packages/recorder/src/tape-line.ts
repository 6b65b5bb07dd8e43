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
const LARGEST = 256 * 1024
/** No time, in places that hold numbers only: V8 makes an object for each number that takes turns with undefined. */
const NONE = -1
const MILLION = 1_000_000

/** An output, with what stands in front of its name: it is the first of its turn, the first of what came of that, or neither. */
export interface Output {
  readonly first: Uint8Array
  readonly after: Uint8Array
  readonly next: Uint8Array
}

/** Fewer pieces are faster: each is somewhere else in memory. */
export function output(text: string): Output {
  return { first: piece(`,"out":[[${text}`), after: piece(`,"then":[[${text}`), next: piece(`],[${text}`) }
}

/** A piece behind a turn without outputs, behind one with them, and behind the end of a line. */
interface Ends {
  readonly bare: Uint8Array
  readonly outs: Uint8Array
  readonly ended: Uint8Array
}

function ends(text: string, end = ''): Ends {
  return { bare: piece(`${end}${text}`), outs: piece(`]]${end}${text}`), ended: piece(text) }
}

const END = ends('', '}\n')

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
  #time = NONE
  /** Of the turn before, whose line is still open. */
  #before = NONE
  /** What a line of this second begins with. */
  #second = NONE
  #start: Ends = END
  /** The connection that took what was written last, and how that is told. */
  #epoch = NONE
  #drained: Ends = END
  /** Are these the outputs of what came of a turn? */
  #then = false
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
    return this.#time === NONE ? this.#clock() / 1000 : this.#time
  }

  /** A turn begins: what is given to the engine is to be written to the line. */
  begin(input: Uint8Array): LineWriter {
    if (this.#asked !== '') this.#close()
    const t = this.#clock()
    const line = this.#line
    const second = Math.floor(t / MILLION)
    if (second !== this.#second) {
      this.#second = second
      this.#start = ends(second === 0 ? '{"t":' : `{"t":${second}`, '}\n')
    }
    this.#put(this.#start)
    if (second === 0) line.integer(t)
    else line.six(t - second * MILLION)
    line.put(input)
    this.#time = t / 1000
    this.#before = NONE
    this.#outs = 0
    this.#then = false
    this.wrote = false
    return line
  }

  /** Goes on with the turn before, in which something was written: that is out now. False where it is over, or has gone on. */
  drained(epoch: number): boolean {
    if (this.#before === NONE || !this.wrote || this.#then) return false
    if (epoch !== this.#epoch) {
      this.#epoch = epoch
      this.#drained = ends(`,"drained":${epoch}`)
    }
    this.#put(this.#drained)
    this.#time = this.#before
    this.#before = NONE
    this.#outs = 0
    this.#then = true
    this.wrote = false
    return true
  }

  /** Users' code has answered. What is asked outside of a turn changes nothing. */
  answer(json: string): void {
    if (this.#time === NONE) return
    this.#asked += this.#asked === '' ? json : `,${json}`
  }

  /** The engine puts out something: what follows on the line. */
  out({ first, after, next }: Output): LineWriter {
    if (this.over) this.#line.clear()
    this.#line.put(this.#outs++ > 0 ? next : this.#then ? after : first)
    return this.#line
  }

  end(): void {
    this.#before = this.#time
    this.#time = NONE
    if (this.failed) {
      this.failed = false
      this.flush()
      this.#sink?.failed()
    } else if (this.#line.length >= this.#batch) this.flush()
    else this.#sink?.waiting(this.flush)
  }

  /** What follows the turn before. */
  #put({ bare, outs, ended }: Ends): void {
    this.#line.put(this.#before === NONE ? ended : this.#outs > 0 ? outs : bare)
  }

  #close(): void {
    const asked = this.#asked
    if (asked === '') this.#put(END)
    else this.#line.text(`${this.#outs > 0 ? ']]' : ''},"asked":[${asked}]}\n`)
    this.#asked = ''
    this.#before = NONE
  }

  /** A line of its own. */
  write(line: string): void {
    this.#line.text(line)
    this.#sink?.waiting(this.flush)
  }

  /** Hands on what there is. */
  readonly flush = (): void => {
    if (this.#before !== NONE) this.#close()
    const line = this.#line
    if (line.length > 0) this.#sink?.lines(line.written)
    line.clear()
  }
}
