/** The codec of words of which a value is one. */
import { type Codec, oneOf, show } from '@sockio/core'
import { makeCodec } from './make.ts'
import { aWord, readWord, shortForm } from './words.ts'

/**
 * One of few values, by the words that the instrument says. Reads a word in any case, with blanks around; of one that
 * is written as SCPI writes its mnemonics, three or four capitals and then small letters, the short form too: `VOLTage`
 * is `VOLT` or `VOLTAGE` (SCPI-99, volume 1, 6.2.1); a number in any notation (`+1` for `1`). Anything else is an
 * error. Writes the word as it is given, which SCPI takes in any case.
 *
 * `encode` throws a `TypeError` for what is not one of the values.
 *
 * @param words for each value its word: printable ASCII
 * @throws {TypeError | RangeError} words that can't be, or can't be told apart
 * @example
 * const mode = choice({ volts: 'VOLTage', amperes: 'CURRent' }) // Codec<'volts' | 'amperes'>
 * mode.decode(new TextEncoder().encode('VOLT')) // 'volts'
 * mode.encode('amperes') // 'CURRent'
 */
export function choice<const W extends Readonly<Record<string, string>>>(
  words: W,
): Codec<`${keyof W & (string | number)}`> {
  if (typeof words !== 'object' || words === null) throw new TypeError(`words: expected an object, got ${show(words)}`)
  type Value = `${keyof W & (string | number)}`
  const entries = Object.entries(words) as [Value, string][]
  if (entries.length === 0) throw new RangeError('words: expected at least one')
  for (const [value, word] of entries) aWord(word, `words.${value}`)
  const known = oneOf(...entries.map(([value]) => value))
  return makeCodec<Value>({
    read: readWord(forms(entries), entries.map(([, word]) => show(word)).join(' or ')),
    encode(value) {
      known(value, 'value')
      return words[value] as string
    },
    description: { kind: 'choice', choices: entries.map(([value]) => value), words: { ...words } },
  })
}

/** The value of each form of each word. A short form that two have is nobody's. */
function forms<V extends string>(entries: readonly (readonly [V, string])[]): Map<string, V> {
  const whole = new Map<string, V>()
  const short = new Map<string, V[]>()
  for (const [value, word] of entries) {
    const other = whole.get(word.toUpperCase())
    if (other !== undefined) throw new RangeError(`words: ${other} and ${value} are both ${show(word)}`)
    whole.set(word.toUpperCase(), value)
    short.set(shortForm(word).toUpperCase(), [...(short.get(shortForm(word).toUpperCase()) ?? []), value])
  }
  for (const [form, [value, ...others]] of short) {
    if (value !== undefined && others.length === 0 && !whole.has(form)) whole.set(form, value)
  }
  return whole
}
