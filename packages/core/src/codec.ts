/** What a reply means, and how a value is written: the contract between the calls of a connection and whoever knows the instrument. */
import type { NamedFraming } from './framing/named.ts'

/** What a value is, as plain JSON: for documentation, a form on a page, a command line. */
export interface Description {
  /** `number`, `choice`, `list`...: the name of the codec. */
  readonly kind: string
  /** The unit of the value, as its codec was told: `V`. */
  readonly unit?: string
  /** The least value that is written. */
  readonly min?: number
  /** The greatest value that is written. */
  readonly max?: number
  /** The values that there are, where they are few. */
  readonly choices?: readonly string[]
  /** Of what the value is made: those of a list (one for all), a tuple (in order) or a record (by name). */
  readonly items?: Description | readonly Description[] | { readonly [name: string]: Description }
  /** More, as each codec says. */
  readonly [more: string]: unknown
}

/** Marks a decoder in which no function of a user's runs: it reads the same in any context, so none is kept for it. */
export const selfContained: unique symbol = Symbol.for('sockio.selfContained')

/** The name of the method of a decoder that may write into the frame. */
export const inPlace: unique symbol = Symbol.for('sockio.inPlace')

/**
 * Reads a value out of a reply. Pure and synchronous; one object serves any number of calls.
 *
 * @example
 * const celsius: Decoder<number> = {
 *   decode: (frame) => (frame[0] ?? 0) / 2 - 20,
 *   describe: () => ({ kind: 'celsius', unit: '°C' }),
 * }
 */
export interface Decoder<out T> {
  /** Where the reply ends, when that is not for the operation to say. */
  readonly framing?: NamedFraming | undefined
  /**
   * The value of a reply: of a line without its end, of the payload of a block. `frame` may be a view of memory that
   * belongs to the caller of the operation from then on.
   *
   * @throws {Undecodable} when it has none; the call then ends with a `DecodeError`
   */
  decode(frame: Uint8Array): T
  /** What the value is. */
  describe(): Description
  /** @internal It need not see the context (`AsyncLocalStorage`) of who asks. */
  readonly [selfContained]?: true
  /** @internal As `decode`, of a frame that nobody else will read: it may write there, so that a block needs no copy. */
  [inPlace]?(frame: Uint8Array): T
}

/** A decoder that also says how a value is written. */
export interface Codec<in out T> extends Decoder<T> {
  /**
   * What is sent for `value`, without a header in front and an end of line behind.
   *
   * @throws {TypeError | RangeError} for what can't be sent
   */
  encode(value: T): string | Uint8Array
}

/** Does nothing of a user's run in it? */
export function isSelfContained(decoder: Decoder<unknown>): boolean {
  return selfContained in decoder
}

/** Thrown by a decoder for bytes that have no value; the call ends with a `DecodeError` that says the same. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable'
  /** What was expected, in words: `a number`. */
  readonly expected: string
  /** Where in the frame, in bytes, what is wrong begins. */
  readonly at: number

  /** @param expected in words: `a number` */
  constructor(expected: string, at = 0) {
    super(`expected ${expected}`)
    this.expected = expected
    this.at = at
  }
}
