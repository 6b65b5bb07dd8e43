/** A line taken apart: a name, a value of its own, and fields: `delay 200ms match=/^MEAS/ times=3`. */
import { CommandError, exitCodes } from '../failure.ts'

const WORD = /(?:([a-z]+)=)?("(?:[^"\\]|\\.)*"|'[^']*'|\/(?:[^/\\]|\\.)+\/[a-z]*|\S+)/gi

function plain(text: string): string {
  if (text.length > 1 && text.startsWith('"') && text.endsWith('"'))
    return text.slice(1, -1).replace(/\\(["\\])/g, '$1')
  return text.length > 1 && text.startsWith("'") && text.endsWith("'") ? text.slice(1, -1) : text
}

export class Words {
  readonly name: string
  readonly #values: string[] = []
  readonly #fields = new Map<string, string>()

  constructor(line: string) {
    const [name = '', ...rest] = [...line.trim().matchAll(WORD)]
    this.name = typeof name === 'string' ? name : name[0]
    for (const word of rest) {
      if (typeof word === 'string') continue
      const [, field, value = ''] = word
      if (field === undefined) this.#values.push(value)
      else this.#fields.set(field, value)
    }
  }

  /** All values, as one text. */
  takeText(): string | undefined {
    const values = this.#values.splice(0)
    return values.length === 0 ? undefined : values.map(plain).join(' ')
  }

  /** The value of a field, or, without it, the first that has none. */
  take(field: string, unnamed = false): string | undefined {
    const value = this.#fields.get(field)
    this.#fields.delete(field)
    const raw = value ?? (unnamed ? this.#values.shift() : undefined)
    return raw === undefined ? undefined : plain(raw)
  }

  integer(field: string, unnamed = false): number | undefined {
    const text = this.take(field, unnamed)
    if (text === undefined) return undefined
    if (!/^\d+$/.test(text)) throw this.wrong(`${field} must be an integer, not "${text}"`)
    return Number(text)
  }

  /** A text, or an expression between slashes. */
  pattern(field: string): string | RegExp | undefined {
    const text = this.take(field)
    const [, source, flags] = /^\/(.+)\/([a-z]*)$/.exec(text ?? '') ?? []
    if (source === undefined) return text
    try {
      return new RegExp(source, flags)
    } catch {
      throw this.wrong(`${field} is no regular expression: ${text}`)
    }
  }

  /** Throws where something is left that nobody has taken. */
  done(): void {
    const left = [...this.#fields.keys(), ...this.#values.map((value) => `"${value}"`)]
    if (left.length > 0) throw this.wrong(`it takes no ${left.join(', ')}`)
  }

  wrong(what: string): CommandError {
    return new CommandError(`${this.name}: ${what}`, exitCodes.usage)
  }
}
