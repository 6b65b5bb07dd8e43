/** A run: whole frames that lie one behind the other in memory, found and not cut, so that one view serves them all. */
export class Run {
  readonly memory: Uint8Array
  /** Where its first frame begins in `memory`. */
  readonly start: number
  /** Where each frame ends in `memory`; the next begins there. */
  readonly ends: readonly number[]
  /** What `findAll` of the framing made of it. */
  readonly text: string | undefined
  /** Frames of it may lack what ends them elsewhere: they came over a carrier that says where messages end. */
  readonly loose: boolean

  constructor(
    memory: Uint8Array,
    start = 0,
    ends: readonly number[] = [memory.length],
    text: string | undefined = undefined,
    loose = false,
  ) {
    this.memory = memory
    this.start = start
    this.ends = ends
    this.text = text
    this.loose = loose
  }

  /** The frames that begin at `from` or later, in one piece. */
  bytes(from: number = this.start): Uint8Array {
    return this.memory.subarray(from, this.ends.at(-1) ?? this.start)
  }
}
