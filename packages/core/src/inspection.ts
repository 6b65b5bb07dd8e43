/** What `console.log` shows of our objects in place of their insides: nothing private, and nothing that floods. */
import { type Address, formatAddress } from './address.ts'
import { printable } from './printable.ts'

/** The method that `util.inspect` of Node calls, and Deno's and Bun's with it. */
export const inspection: unique symbol = Symbol.for('nodejs.util.inspect.custom')

/** What it is given: how many levels more may be shown, the options, and `inspect` itself. */
export type Inspected = readonly [depth: number, options: object, inspect: (value: unknown, options: object) => string]

/** `TCP { address: 'tcp://10.0.0.7:5025', state: 'ready' }`. */
export function shownAs(name: string, fields: object, [depth, options, inspect]: Inspected): string {
  return depth < 0 ? `[${name}]` : `${name} ${inspect(fields, options)}`
}

/** What an error of ours has besides what all errors have; bytes may be megabytes. */
interface Failure extends Error {
  readonly code: string
  readonly address: Address
  readonly phase: string
  readonly sent: string
  readonly partial?: Uint8Array | undefined
  readonly request?: Uint8Array | undefined
}

/** Shown as it is, without quotes around it. */
class Excerpt {
  readonly #text: string

  constructor(bytes: Uint8Array) {
    this.#text = printable(bytes)
  }

  toJSON(): string {
    return this.#text
  }

  [inspection](): string {
    return this.#text
  }
}

/** Those that are shown in a way of their own, or by the stack. */
const OWN: readonly string[] = ['name', '_tag', 'cause', 'code', 'address', 'phase', 'sent', 'partial', 'request']

/** The fields of an error: those that users have put on it too, the bytes as excerpts. */
function facts(error: Failure): object {
  const { code, address, phase, sent, partial, request } = error
  const others = Object.entries(error).filter(([name]) => !OWN.includes(name))
  return {
    ...Object.fromEntries(others),
    code,
    phase,
    sent,
    address: formatAddress(address),
    ...(request === undefined ? {} : { request: new Excerpt(request) }),
    ...(partial === undefined ? {} : { partial: new Excerpt(partial) }),
  }
}

const hidden = (value: unknown) => ({ value, enumerable: false, configurable: true, writable: true })

/** Shows an error as others are: its stack, its fields, its cause. */
export function shownError(error: Failure, [, options, inspect]: Inspected): string {
  const { name, stack, message, cause } = error
  // Node shows the name of the class, too, and a bundler may have given that another one.
  const { [name]: Shown = Error } = { [name]: class extends Error {} }
  const view = new Shown(message, cause === undefined ? {} : { cause })
  Object.defineProperties(view, { name: hidden(name), stack: hidden(stack) })
  return inspect(Object.assign(view, facts(error)), options)
}

const named = ({ name, message }: Error) => ({ name, message })

/** What logs in JSON show of an error: its name, message, facts and cause. By itself, an `Error` would be `{}` there. */
export function errorAsJson(error: Failure): object {
  const { cause } = error
  const plain = cause instanceof Error && !('toJSON' in cause) ? { ...named(cause), ...cause } : cause
  return { ...named(error), ...facts(error), ...(cause === undefined ? {} : { cause: plain }) }
}
