/** What the calls of a flavour give, as a type: TypeScript has no types that take a type, so fields stand in for it. */

/**
 * The kind of a flavour: what its calls give of a `value`, and what a method of its bound drivers looks like. Each
 * flavour extends it once.
 *
 * @example
 * interface InPromises extends Kind {
 *   readonly given: Promise<this['value']>
 *   readonly method: (...args: Args<this>) => this['given']
 * }
 */
export interface Kind {
  /** What the call comes to, once it is done. */
  readonly value: unknown
  /** What the caller gets of it. */
  readonly given: unknown
  /** What the method is called with, as a tuple; `unknown`, since `readonly unknown[]` would make arrays of tuples. */
  readonly args: unknown
  /** The method. */
  readonly method: unknown
  /** What a method may be told besides, as its last argument: such as a timeout. */
  readonly options: unknown
  /** What a reading of a bound driver has besides its `get`, an object: the methods that give streams of its values. */
  readonly streams: unknown
}

/** What a call of the kind `K` gives that comes to a `T`. */
export type Given<K extends Kind, T> = (K & { readonly value: T })['given']

/** What gives the streams of a reading of the kind `K` whose values are a `T`. */
export type Streams<K extends Kind, T> = (K & { readonly value: T })['streams']

/** The arguments of a method, within a kind. */
export type Args<K extends Kind> = Extract<K['args'], readonly unknown[]>

/** A method of the kind `K` that takes `A` and comes to a `T`. */
export type Method<K extends Kind, A extends readonly unknown[], T> = (K & {
  readonly args: A
  readonly value: T
})['method']
