/** What is sent as one line. */
import { type Rule, show } from '@sockio/core'

/** A line of text, without its end. */
export const lineRule: Rule = (value, name) => {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a string, got ${show(value)}`)
  if (value.trim() === '' || /[\r\n]/.test(value))
    throw new RangeError(`${name}: expected one line, got ${show(value)}`)
}
