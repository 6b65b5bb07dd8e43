/** Of which value an error of `encode` speaks: codecs say `value`, and whoever knows its name puts that in. */
import { isError } from '@sockio/core'

/**
 * The error of a codec for the value `name`: where its message begins with `value`, with `name` instead; where it does
 * not, with `name: ` in front. What is neither a `TypeError` nor a `RangeError` is left as it is.
 */
export function renamed(error: unknown, name: string): unknown {
  if (!isError(error) || (error.name !== 'TypeError' && error.name !== 'RangeError')) return error
  const [, said] = /^value(?=[:.[])([\s\S]*)$/.exec(error.message) ?? []
  const message = said === undefined ? `${name}: ${error.message}` : `${name}${said}`
  return error.name === 'TypeError' ? new TypeError(message) : new RangeError(message)
}

/** Carries out `encode`, whose errors then speak of `name`. */
export function naming<T>(name: string, encode: () => T): T {
  try {
    return encode()
  } catch (error) {
    throw renamed(error, name)
  }
}
