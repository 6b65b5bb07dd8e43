/** What schemas of several libraries have in common: https://standardschema.dev, version 1. */

/** A schema: what `accept` takes, of Zod, Valibot, ArkType, Effect Schema and others. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    /** Whose schema it is: `zod`. */
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | PromiseLike<StandardResult<Output>>
    /** For the compiler alone. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** A value, or what is wrong with it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

/** Something that is wrong with a value. */
export interface StandardIssue {
  readonly message: string
  /** Where in the value: keys, or objects that hold them. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What is wrong, in words: `low: expected a number; high: ...`. */
export function wrong(issues: readonly StandardIssue[]): string {
  return issues
    .map(({ message, path = [] }) => {
      const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
      return keys.length === 0 ? message : `${keys.join('.')}: ${message}`
    })
    .join('; ')
}
