/** What crosses to the other thread of the arguments and the options of a call. */
import { isRegExp } from '@sockio/core'
import { Connection } from '@sockio/node'

/** The values of one call. */
export class Crossing {
  /** Was there something that can't cross, a function or a symbol, for which `null` goes? */
  lost = false

  /** What crosses of a value. */
  of(value: unknown): unknown {
    if (typeof value === 'function' || typeof value === 'symbol') {
      this.lost = true
      return null
    }
    if (Array.isArray(value)) return value.map((each) => this.of(each))
    if (value instanceof URL) return value.href
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || isRegExp(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.of(each)]))
  }
}

/** Any: it is never opened. */
const NOWHERE = { host: 'localhost', port: 1, tls: false }

/**
 * What the driver finds wrong with the values of a call, asked in the thread where they are what their user gave;
 * undefined when it finds nothing.
 */
export function misuse(make: (connection: Connection) => unknown): unknown {
  try {
    make(new Connection(NOWHERE, {}))
  } catch (error) {
    return error
  }
  return undefined
}

/** The limit that options have; what is wrong with it, the driver says. */
export function limit(options: unknown, otherwise?: number): number | undefined {
  if (typeof options !== 'object' || options === null || !('timeout' in options)) return otherwise
  return typeof options.timeout === 'number' ? options.timeout : otherwise
}
