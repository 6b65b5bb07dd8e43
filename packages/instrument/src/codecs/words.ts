/** Words that stand for values, in whatever case and form an instrument says them. */
import { type Rule, show, Undecodable } from '@sockio/core'
import { dropBlanks, skipBlanks } from './blanks.ts'
import { readText } from './characters.ts'
import type { Read } from './make.ts'

const PRINTABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?$/

/** A word: ASCII that can be seen, with no blanks around. */
export const aWord: Rule = (value, name) => {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a string, got ${show(value)}`)
  if (!PRINTABLE.test(value)) {
    throw new RangeError(`${name}: expected a word of printable ASCII without blanks around, got ${show(value)}`)
  }
}

/**
 * The short form of a word that is written as SCPI writes its mnemonics (SCPI-99, volume 1, 6.2.1), three or four
 * capitals and then small letters: `VOLT` of `VOLTage`. Any other word has no other form.
 */
export function shortForm(word: string): string {
  return word.replaceAll(/(?<![A-Za-z])([A-Z]{3,4})[a-z]+/g, '$1')
}

/**
 * Reads the value of a word, with blanks around, in any case; where the word is a number, in any notation (`+1`,
 * `1.0E+00`).
 */
export function readWord<T>(values: ReadonlyMap<string, T>, expected: string): Read<T> {
  const numbers = numbersOf(values)
  return (frame, from, to) => {
    const start = skipBlanks(frame, from, to)
    const word = readText(frame, start, dropBlanks(frame, start, to)).toUpperCase()
    const value = values.get(word) ?? (NUMBER.test(word) ? numbers.get(Number(word)) : undefined)
    if (value === undefined) throw new Undecodable(expected, start)
    return value
  }
}

/** The values of the words that are numbers. A number that two of them write is nobody's. */
function numbersOf<T>(values: ReadonlyMap<string, T>): ReadonlyMap<number, T> {
  const numbers = new Map<number, T>()
  const twice = new Set<number>()
  for (const [word, value] of values) {
    if (!NUMBER.test(word)) continue
    const number = Number(word)
    if (numbers.has(number) && numbers.get(number) !== value) twice.add(number)
    numbers.set(number, value)
  }
  for (const number of twice) numbers.delete(number)
  return numbers
}
