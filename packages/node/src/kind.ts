/** What the calls of a flavour give, as a type: TypeScript has no types that take a type, so a field stands in for it. */

/**
 * The kind of a flavour: what its calls give of a `value`. Each flavour extends it once.
 *
 * @example
 * interface InPromises extends Kind {
 *   readonly given: Promise<this['value']>
 * }
 */
export interface Kind {
  /** What the call comes to, once it is done. */
  readonly value: unknown
  /** What the caller gets of it. */
  readonly given: unknown
}

/** What a call of the kind `K` gives that comes to a `T`. */
export type Given<K extends Kind, T> = (K & { readonly value: T })['given']
