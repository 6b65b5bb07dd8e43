/** SCPI command patterns such as `MEASure:VOLTage[:DC]?` and what clients may write for them. */

const COMMON = /^\*[A-Z]+\??$/
const MNEMONIC = /^([A-Z]+)([a-z]*)(\d+|<n>)?$/
const NODE = /^\[:?([^\][:]+):?\]|^:?([^\][:]+)/

/** What number may follow a mnemonic: none, a certain one, or any. */
export type Suffix = undefined | number | 'any'

/** One way to write a command: in upper case and without numeric suffixes, which stand beside it. */
export interface Spelling {
  readonly text: string
  /** By mnemonic. */
  readonly suffixes: readonly Suffix[]
}

interface Mnemonic {
  readonly names: readonly string[]
  readonly suffix: Suffix
  readonly optional: boolean
}

function suffixOf(text: string): Suffix {
  if (text === '') return undefined
  return text === '<n>' ? 'any' : Number(text)
}

function mnemonic(text: string, optional: boolean, pattern: string): Mnemonic {
  const [whole, short = '', rest = '', suffix = ''] = MNEMONIC.exec(text) ?? []
  if (whole === undefined) throw new TypeError(`${JSON.stringify(text)} in the pattern ${pattern} is no SCPI mnemonic`)
  const names = rest === '' ? [short] : [short, short + rest.toUpperCase()]
  return { names, suffix: suffixOf(suffix), optional }
}

function mnemonics(path: string, pattern: string): Mnemonic[] {
  const found: Mnemonic[] = []
  let rest = path
  while (rest !== '') {
    const [whole, optional, required] = NODE.exec(rest) ?? []
    const text = optional ?? required
    if (whole === undefined || text === undefined) throw new TypeError(`${pattern} is no SCPI pattern`)
    found.push(mnemonic(text, optional !== undefined, pattern))
    rest = rest.slice(whole.length)
  }
  if (found.every((each) => each.optional)) throw new TypeError(`${pattern} is no SCPI pattern: all of it is optional`)
  return found
}

/**
 * All spellings of a pattern: each mnemonic in its short form (the capitals) or its long form, optional ones (in
 * brackets) there or not.
 *
 * @throws {TypeError} if it is no pattern
 */
export function spellings(pattern: string): Spelling[] {
  if (COMMON.test(pattern)) return [{ text: pattern, suffixes: [undefined] }]
  const query = pattern.endsWith('?') ? '?' : ''
  let paths: { readonly names: readonly string[]; readonly suffixes: readonly Suffix[] }[] = [
    { names: [], suffixes: [] },
  ]
  for (const each of mnemonics(query === '' ? pattern : pattern.slice(0, -1), pattern)) {
    const longer = paths.flatMap(({ names, suffixes }) =>
      each.names.map((name) => ({ names: [...names, name], suffixes: [...suffixes, each.suffix] })),
    )
    paths = each.optional ? [...longer, ...paths] : longer
  }
  return paths.map(({ names, suffixes }) => ({ text: names.join(':') + query, suffixes }))
}
