/** What crosses to the other thread of the arguments and the options of a call. */
import { isRegExp } from '@sockio/core'

/** A stand-in for what can't cross: the driver will say that it is of the wrong type. */
export function crossing(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return null
  if (Array.isArray(value)) return value.map(crossing)
  if (value instanceof URL) return value.href
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || isRegExp(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, crossing(each)]))
}

/** The limit that options have; what is wrong with it, the driver says. */
export function limit(options: unknown, otherwise?: number): number | undefined {
  if (typeof options !== 'object' || options === null || !('timeout' in options)) return otherwise
  return typeof options.timeout === 'number' ? options.timeout : otherwise
}
