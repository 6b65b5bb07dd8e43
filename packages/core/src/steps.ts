/** What drivers of instruments are made of: steps, in no paradigm; and how a flavour says that it can run them. */
import type { Address } from './address.ts'
import type { Decoder } from './codec.ts'
import type { Complaint, InstrumentError } from './errors.ts'
import type { Kind, Method, Streams } from './kind.ts'

/** One exchange: lines out in one piece, and the replies that they are owed, each of one frame. */
export interface Ask {
  readonly step: 'ask'
  /** What is written: each gets the end of line of the connection (`writeEol`), a text only when it is missing. */
  readonly lines: readonly (string | Uint8Array)[]
  /**
   * A decoder for each reply, in order; none: nothing comes back. Replies are lines, unless there is but one, whose decoder
   * says otherwise.
   */
  readonly replies: readonly Decoder<unknown>[]
  /** What the step comes to: nothing, the value of the first reply, or an array of those of all. */
  readonly gives: 'nothing' | 'value' | 'values'
  /** Limit in ms, where the caller does not say. Default: the connection's. */
  readonly timeout?: number | undefined
}

/** Nothing, for so many ms, by the clock of the connection. */
export interface Wait {
  readonly step: 'wait'
  readonly ms: number
}

/**
 * The one exchange that steps together mostly come to, so that it need not be told by a generator, which takes longer than
 * the rest. Who runs steps may leave it out of account.
 */
export interface Shortcut {
  /** May a reply be decoded by a function of the user's? */
  readonly ownDecoder: boolean
  /** The exchange, which gives its `values`; undefined when the steps have to be gone through from the first on. Asked once. */
  ask(here: Here): Ask | undefined
  /** What it all comes to; undefined when steps are to follow. */
  comesTo(values: readonly unknown[], here: Here): { readonly value: unknown } | undefined
  /** The steps that follow, in the same hold. */
  goOn(values: readonly unknown[], here: Here): Steps<unknown>
}

/** Steps with the instrument for themselves; they come to what the generator returns. */
export interface Together {
  readonly step: 'together'
  readonly run: () => Steps<unknown>
  readonly shortcut?: Shortcut | undefined
  /**
   * An abort lets the exchange that is under way have its reply, for a second, so that what cleans up finds the connection
   * as it was; else it ends at once, as any call does.
   */
  readonly gently?: boolean
}

/** Asks which connection this is: the step comes to a `Here`. */
export interface Where {
  readonly step: 'where'
}

/** What a driver does next. */
export type Step = Ask | Wait | Together | Where

/** Steps, one after the other, and what they come to. Each is answered with what it comes to, or throws what it failed with. */
export type Steps<T> = Generator<Step, T, unknown>

/** The connection that steps run on. */
export interface Here {
  readonly address: Address
  /** Another number for each connection that was made. */
  readonly epoch: number
  /** How many requests were sent to the instrument so far that no driver waits for a reply to: what it has against those is nobody's. */
  readonly told: number
  /** What drivers remember of this instrument, each under a key of its own. */
  readonly notes: Map<unknown, unknown>
  /** The error of a request that the instrument has complained of, in one way or several. */
  refused(lines: readonly (string | Uint8Array)[], complaints: readonly Complaint[]): InstrumentError
}

/** What one use of a driver's method does: a single step, or steps between which others may use the instrument. */
export interface Plan<T> {
  /** Of which member, for errors: `voltage.set`. */
  readonly name: string
  readonly run: Ask | Together | (() => Steps<T>)
  /** Limit of all of it in ms, where its user does not say. Default: the connection's; none of what is `gently` together. */
  readonly timeout?: number | undefined
  /** Options of the call, as its user gave them. */
  readonly options?: unknown
}

/** How a flavour makes the methods of drivers. */
export interface Way<K extends Kind> {
  readonly kind?: K
  /**
   * A method, which runs what `plan` makes of its arguments; what `plan` throws is a bad argument.
   *
   * @param name for traces
   */
  method<A extends readonly unknown[], T>(name: string, plan: (...args: A) => Plan<T>): Method<K, A, T>
  /** What gives streams of what `get` gives; procedures have none. */
  streams?<T>(get: Method<K, [], T>): Streams<K, T>
}

/** Where a session and a socket of a flavour have their `Way`. */
export const paradigm: unique symbol = Symbol.for('sockio.paradigm')

/** What drivers can be bound to: a socket of any flavour, or the session of a hook or of a transaction. */
export interface Paradigm<K extends Kind> {
  readonly [paradigm]: Way<K>
}
