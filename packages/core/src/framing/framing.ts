/** What a framing is: the one question "where does this frame end?", asked of a view and answered without state. */

/**
 * Finds where a frame ends. A framing is pure: it keeps nothing between calls, so that one object serves any number of
 * exchanges and connections.
 */
export interface Framing {
  /** Can a late reply be recognised as such and dropped? False for "whatever arrives", which has no end of its own. */
  readonly bounded: boolean
  /** True when the frame is a line: the only kind that can be told apart from the lines of a stream with `match`. */
  readonly line?: boolean
  /** Every frame that is not a line begins with this byte: a line of a stream in front of it can be told from it. */
  readonly first?: number
  /** True when it ends with an end of line: a wrong one is then the likeliest cause of a reply that never ends. */
  readonly ended?: boolean
  /** The frame ends when no byte has come for so many ms; `end` need not know, since the machine watches the time. */
  readonly silence?: number
  /** Bytes that may follow the frame and belong to it; swallowed when they come, never waited for. */
  readonly trailers?: readonly Uint8Array[]
  /** Which function of the core makes the same, and of what: for a recording, which holds data only. Absent: none does. */
  readonly recipe?: readonly [name: string, ...of: readonly unknown[]]
  /**
   * The frame begins at `view[start]`; `view.length` is where the received bytes end; `scanned` of them (counted from
   * `start`) were looked at by an earlier call on the same frame.
   *
   * @returns n >= 0: the frame is the first n bytes; n < 0: ask again when at least -n more bytes are there.
   * @throws {MalformedFrame} when no frame can begin with these bytes.
   * @throws {OversizedFrame} when the frame is too long.
   */
  end(view: Uint8Array, start: number, scanned: number): number
  /**
   * As `end`, on a carrier that says where a message ends (EOI of IEEE 488.1, END of VXI-11 and HiSLIP): nothing of the
   * next message is in `view`, and when this one is `over` it is all there. Then the frame ends too, or its message was
   * cut short. Absent: such an end is no matter, and the frame may go on in the next message.
   */
  inMessage?(view: Uint8Array, start: number, scanned: number, over: boolean): number
  /**
   * Finds many at once, where that is faster than one by one: fills `ends`, which is empty, with where in `view` the whole
   * frames end that lie one behind the other from `start` on, of at most so many. At least one is there.
   *
   * @returns the bytes from `start` on as text of one character each, where it made that: its user may need it too
   */
  findAll?(view: Uint8Array, start: number, most: number, ends: number[]): string | undefined
  /**
   * Is the end of this frame searched for? Then `bufferSize` bounds the search; true when absent. False when the end
   * follows from a count, which may exceed `bufferSize`.
   */
  searching?(view: Uint8Array, start: number): boolean
  /** What is waited for, in words for error messages: `the end of line "\\n"`. */
  expected?(): string
  /** The part of the frame that the caller gets; the whole frame when absent. */
  body?(frame: Uint8Array): Uint8Array
  /**
   * The body is an array of numbers, and has to begin where any of those may, at a multiple of 8 bytes in its memory: how
   * many bytes are in front of it, in the frame that begins at `view[start]`; 0 while that is not known. The bytes are ones
   * that `end` has seen.
   */
  lead?(view: Uint8Array, start: number): number
}

/**
 * Thrown by a framing for a frame that is longer than it takes, as its message says; the machine turns it into a
 * `LimitOverrunError` for the caller.
 */
export class OversizedFrame extends Error {
  override readonly name = 'OversizedFrame'
}

/** Thrown by a framing whose bytes can't be a frame; the machine turns it into a `FramingError` for the caller. */
export class MalformedFrame extends Error {
  override readonly name = 'MalformedFrame'
}
