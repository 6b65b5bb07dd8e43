/** What a definition of `@sockio/instrument` is, as far as it is simulated: plain data, so that the simulator needs no package. */

/** What a value is, as its decoder tells. */
export interface DescriptionLike {
  readonly kind: string
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly choices?: readonly string[] | undefined
  readonly items?:
    | DescriptionLike
    | readonly DescriptionLike[]
    | { readonly [name: string]: DescriptionLike }
    | undefined
  readonly encoding?: unknown
}

/** Reads a value; a codec can also write it. */
export interface DecoderLike<out T> {
  readonly framing?: object | undefined
  decode(frame: Uint8Array): T
  describe(): DescriptionLike
}

export interface CodecLike<in out T> extends DecoderLike<T> {
  encode(value: T): string | Uint8Array
}

/** How errors are found: by a query, or in the reply. */
export type ErrorCheckLike = { readonly query?: string | undefined } | { readonly reply: RegExp }

interface TellingLike {
  readonly answer?: string | DecoderLike<unknown> | undefined
  readonly checkErrors?: boolean | ErrorCheckLike | undefined
}

export interface PropertyLike<T> extends TellingLike {
  readonly member: 'property'
  readonly get: string
  /** With `{}` for the value. */
  readonly set: string
  readonly codec: CodecLike<T>
  readonly range?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined
  /** Where the driver asks the instrument for its limits. */
  readonly limits?: 'query' | undefined
}

export interface ReadingLike<T> {
  readonly member: 'reading'
  readonly get: string
  readonly decoder: DecoderLike<T>
}

export interface ActionLike extends TellingLike {
  readonly member: 'action'
  readonly send: string | ((...args: never[]) => string | Uint8Array)
}

export interface ProcedureLike {
  readonly member: 'procedure'
}

export type MemberLike = PropertyLike<unknown> | ReadingLike<unknown> | ActionLike | ProcedureLike

/** A definition, as `instrument()` makes it. */
export interface SimulatedDefinition<D> {
  readonly members: D
  readonly link: {
    readonly eol?: unknown
    readonly writeEol?: unknown
    readonly encoding?: unknown
  }
  readonly checkErrors?: ErrorCheckLike | undefined
}

const KINDS: readonly unknown[] = ['property', 'reading', 'action', 'procedure']

/** The member, where it is one and no group of them. */
export function memberOf(value: object): MemberLike | undefined {
  return 'member' in value && KINDS.includes(value.member) ? (value as MemberLike) : undefined
}

/** Can it also write? */
export function isCodec<T>(decoder: DecoderLike<T>): decoder is CodecLike<T> {
  return 'encode' in decoder && typeof decoder.encode === 'function'
}

/** The values of an instrument, in the groups of its definition: what was set, and what its readings are. */
export type DeviceValues<D> = {
  -readonly [P in keyof D as D[P] extends { readonly member: 'action' | 'procedure' }
    ? never
    : P]: D[P] extends PropertyLike<infer T> ? T : D[P] extends ReadingLike<infer T> ? T : DeviceValues<D[P]>
}

/** How an instrument behaves, in the groups of its definition; `All` is all of it. */
export type DeviceModels<D, All = D> = {
  readonly [P in keyof D as D[P] extends { readonly member: 'procedure' } ? never : P]?: D[P] extends PropertyLike<
    infer T
  >
    ? T | ((values: DeviceValues<All>, set: T) => T)
    : D[P] extends ReadingLike<infer T>
      ? T | ((values: DeviceValues<All>) => T)
      : D[P] extends ActionLike
        ? (values: DeviceValues<All>, ...parameters: string[]) => unknown
        : DeviceModels<D[P], All>
}
