/** Reads a definition step by step: whatever is wrong in it is an error that says where, what was expected, and what is there. */
import { didYouMean } from '../nearest.ts'

/** Thrown for a definition that is none. The message says where, as do `file` and `path`, and what is wrong there, as does `reason`. */
export class ModelError extends TypeError {
  override readonly name = 'ModelError'
  /** What was expected, and what is there. */
  readonly reason: string
  /** The keys and indices that lead to what is wrong. */
  readonly path: readonly (string | number)[]
  /** The other file that it stands in, as the definition names it; absent: the definition itself. */
  readonly file: string | undefined

  constructor(reason: string, path: readonly (string | number)[], file: string | undefined) {
    super([file, shownPath(path), reason].filter(Boolean).join(': '))
    this.reason = reason
    this.path = path
    this.file = file
  }
}

/** `devices."device 1".channels.one.ids[0]`. */
function shownPath(path: readonly (string | number)[]): string {
  return path
    .map((key, i) => {
      if (typeof key === 'number') return `[${key}]`
      return (i === 0 ? '' : '.') + (/^\w+$/.test(key) ? key : JSON.stringify(key))
    })
    .join('')
}

function shownValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}...` : value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : String(value)
}

/** A value of the definition, and where it stands. */
export class Entry {
  readonly value: unknown
  readonly path: readonly (string | number)[]
  readonly file: string | undefined

  constructor(value: unknown, path: readonly (string | number)[] = [], file?: string) {
    this.value = value
    this.path = path
    this.file = file
  }

  /** Its name: the last key of the path. */
  get key(): string {
    return String(this.path.at(-1) ?? '')
  }

  /** An empty place, as `error:` with nothing behind it. */
  get empty(): boolean {
    return this.value === undefined || this.value === null || this.value === ''
  }

  get isMapping(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value)
  }

  /** The error that says what would do here. */
  wrong(expected: string): ModelError {
    return this.error(`expected ${expected}, got ${shownValue(this.value)}`)
  }

  error(message: string): ModelError {
    return new ModelError(message, this.path, this.file)
  }

  /** A scalar as it is written; where YAML was read with types, `1` is a number, and what is empty is null. */
  text(expected = 'a text'): string {
    const { value } = this
    if (value === null) return ''
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    if (typeof value !== 'string') throw this.wrong(expected)
    return value
  }

  list(): readonly Entry[] {
    if (this.empty) return []
    if (!Array.isArray(this.value)) throw this.wrong('a list')
    return this.value.map((value: unknown, index) => this.#at(index, value))
  }

  /** What a mapping of names holds; of nothing, nothing. */
  mapping(): ReadonlyMap<string, Entry> {
    if (this.empty) return new Map()
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value))
      throw this.wrong('a mapping')
    return new Map(Object.entries(this.value).map(([key, value]) => [key, this.#at(key, value)]))
  }

  /**
   * The fields of a mapping. Those that are not known are left alone, for models hold remarks of all kinds; but what is
   * nearly a known one is a mistake.
   */
  fields(known: readonly string[]): Fields {
    const all = this.mapping()
    for (const key of all.keys()) {
      const meant = known.includes(key) ? '' : didYouMean(key, known)
      if (meant !== '') throw this.error(`unknown key ${JSON.stringify(key)}${meant}`)
    }
    return new Fields(this, all)
  }

  #at(key: string | number, value: unknown): Entry {
    return new Entry(value, [...this.path, key], this.file)
  }
}

/** The fields of a mapping, each there or not. */
export class Fields {
  readonly #of: Entry
  readonly #all: ReadonlyMap<string, Entry>

  constructor(of: Entry, all: ReadonlyMap<string, Entry>) {
    this.#of = of
    this.#all = all
  }

  get(key: string): Entry | undefined {
    return this.#all.get(key)
  }

  /** One that must be there. */
  need(key: string): Entry {
    const found = this.#all.get(key)
    if (found === undefined) throw this.#of.error(`${JSON.stringify(key)} is missing`)
    return found
  }
}
