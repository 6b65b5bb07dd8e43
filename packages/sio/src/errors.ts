/** Errors across threads: taken apart on one side, and put together again on the other, as the same classes. */
import * as core from '@sockio/core'
import * as errors from '@sockio/core/errors'

/** An error of the caller's that has been to the other thread; only its number comes back. */
export class Foreign extends Error {
  readonly ref: number

  constructor(ref: number, name: string, message: string) {
    super(message)
    this.ref = ref
    this.name = name
  }
}

/** An error, taken apart. */
export interface PlainError {
  readonly name: string
  readonly message: string
  /** Its own fields, but for the cause. */
  readonly fields: { readonly code?: unknown }
  readonly cause?: PlainError | undefined
  /** Of an AggregateError, such as that of a name all of whose addresses refuse. */
  readonly errors?: readonly PlainError[] | undefined
  /** Something thrown that is no error. */
  readonly value?: unknown
  /** Of an error of the caller's own. */
  readonly ref?: number
}

export function takeApart(thrown: unknown): PlainError {
  if (thrown instanceof Foreign) return { name: thrown.name, message: thrown.message, fields: {}, ref: thrown.ref }
  if (!core.isError(thrown)) return { name: 'value', message: '', fields: {}, value: crossing(thrown) }
  const { cause } = thrown
  const { name, message } = thrown
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {} // Bun's is its class's
  const bytes = thrown instanceof core.SockioError ? { partial: thrown.partial, request: thrown.request } : {}
  const fields = Object.fromEntries(
    Object.entries({ ...thrown, ...code, ...bytes })
      .filter(([field]) => field !== 'cause' && field !== 'name')
      .map(([field, value]) => [field, crossing(value)]),
  )
  return {
    name,
    message,
    fields,
    ...(cause === undefined ? {} : { cause: takeApart(cause) }),
    ...('errors' in thrown && Array.isArray(thrown.errors) ? { errors: thrown.errors.map(takeApart) } : {}),
  }
}

/** The argument of a notification: it may be an error, or an object with one. */
export function withoutErrors(arg: unknown): unknown {
  if (core.isError(arg)) return takeApart(arg)
  if (typeof arg === 'object' && arg !== null && 'error' in arg) return { ...arg, error: takeApart(arg.error) }
  return arg
}

/** A value that a message can hold: of what can't, its text. */
function crossing(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return String(value)
  try {
    return structuredClone(value)
  } catch {
    return String(value)
  }
}

/** What a message tells of an error of ours; some classes take no note of the last two. */
type Details = core.DecodeDetails & core.InstrumentDetails

type SockioClass = new (message: string, details: Details) => core.SockioError

/** The classes by the `code` of their errors; the root of all has none. */
const { SockioError: _root, ...classes } = errors
const sockio: ReadonlyMap<unknown, SockioClass> = new Map(Object.values(classes).map((type) => [type.code, type]))

const builtin: Readonly<Record<string, ErrorConstructor>> = { TypeError, RangeError, SyntaxError, Error }

/** `own` finds an error of the caller's by its number. */
export function putTogether(plain: PlainError, own: (ref: number) => unknown): unknown {
  if (plain.ref !== undefined) return own(plain.ref) ?? new Error(plain.message)
  if ('value' in plain) return plain.value
  const cause = plain.cause === undefined ? undefined : putTogether(plain.cause, own)
  const { code } = plain.fields
  const Sockio = typeof code === 'string' ? sockio.get(code) : undefined
  if (Sockio !== undefined) return ours(Sockio, plain, cause)
  const options = cause === undefined ? undefined : { cause }
  const all = plain.errors?.map((each) => putTogether(each, own))
  const Builtin = builtin[plain.name] ?? Error
  const error =
    all === undefined ? new Builtin(plain.message, options) : new AggregateError(all, plain.message, options)
  if (error.name !== plain.name) Object.defineProperty(error, 'name', { value: plain.name, configurable: true })
  return Object.assign(error, plain.fields)
}

function ours(Sockio: SockioClass, { message, fields }: PlainError, cause: unknown): core.SockioError {
  const { partial, request, ...others } = fields as unknown as Details
  return new Sockio(message, { ...others, partial: asBuffer(partial), request: asBuffer(request), cause })
}

function asBuffer(bytes: Uint8Array | undefined): Buffer | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
