/** Finds the command that a header means: one look-up in a table of all spellings. */
import { type Suffix, spellings } from './pattern.ts'

/** What was found. */
export interface Found<T> {
  readonly command: T
  /** The numbers for the `<n>` of the pattern, in order; 1 where the client wrote none. */
  readonly suffixes: readonly number[]
}

interface Entry<T> {
  readonly command: T
  readonly pattern: string
  readonly suffixes: readonly Suffix[]
}

interface Written {
  readonly name: string
  readonly number: number | undefined
}

/** A mnemonic and the number behind it, from the end: an expression would try each digit of a long one as the first. */
function taken(mnemonic: string): Written {
  let end = mnemonic.length
  while (end > 0 && isDigit(mnemonic.charCodeAt(end - 1))) end--
  const digits = mnemonic.slice(end)
  return { name: mnemonic.slice(0, end), number: digits === '' ? undefined : Number(digits) }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function accepts(suffix: Suffix, number: number | undefined): boolean {
  if (suffix === undefined) return number === undefined
  return suffix === 'any' || suffix === (number ?? 1) // an omitted suffix means 1 (SCPI-99, volume 1, 6.2.5.2)
}

export class CommandTree<T> {
  readonly #entries = new Map<string, Entry<T>[]>()

  /** @throws {TypeError} if a pattern is none, or if it can't be told from another */
  add(pattern: string, command: T): void {
    for (const { text, suffixes } of spellings(pattern)) {
      const entries = this.#entries.get(text) ?? []
      const same = entries.find((entry) => entry.suffixes.join() === suffixes.join() && entry.pattern !== pattern)
      if (same !== undefined) throw new TypeError(`the patterns ${same.pattern} and ${pattern} both mean ${text}`)
      this.#entries.set(text, [...entries, { command, pattern, suffixes }])
    }
  }

  /** @param header in upper case, without a leading colon */
  find(header: string): Found<T> | undefined {
    const query = header.endsWith('?') ? '?' : ''
    const mnemonics = (query === '' ? header : header.slice(0, -1)).split(':').map(taken)
    const entries = this.#entries.get(mnemonics.map(({ name }) => name).join(':') + query)
    if (entries === undefined) return undefined
    const numbers = mnemonics.map(({ number }) => number)
    const entry = entries.find(({ suffixes }) => suffixes.every((suffix, index) => accepts(suffix, numbers[index])))
    if (entry === undefined) return undefined
    const wanted = numbers.filter((_number, index) => entry.suffixes[index] === 'any')
    return { command: entry.command, suffixes: wanted.map((number) => number ?? 1) }
  }
}
