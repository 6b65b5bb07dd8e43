/** A document of YAML or JSON: its value, and where in the file each part of it stands. */
import { isNode, LineCounter, parseDocument } from 'yaml'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { at } from './read.ts'

export interface Parsed {
  readonly value: unknown
  /** `12:9`: the line and the column of what the keys lead to, or of the last of them that is there. */
  place(path: readonly (string | number)[]): string
}

/** All scalars as texts (the "failsafe" schema): a reply is sent as it is written. */
export function parse(source: string, file: string): Parsed {
  try {
    const lineCounter = new LineCounter()
    const document = parseDocument(source, { schema: 'failsafe', lineCounter, prettyErrors: false, logLevel: 'error' })
    const [error] = document.errors
    if (error !== undefined) {
      const { line, col } = lineCounter.linePos(error.pos[0])
      throw new CommandError(`${file}:${line}:${col}: ${whatIsWrong(error)}${starHint(source)}`, exitCodes.usage, error)
    }
    const value: unknown = document.toJS()
    checkNesting(value, file, [])
    return {
      value,
      place(path) {
        for (let length = path.length; length > 0; length--) {
          const node = document.getIn(path.slice(0, length), true)
          if (!isNode(node) || node.range == null) continue
          const { line, col } = lineCounter.linePos(node.range[0])
          return `${line}:${col}`
        }
        return '1:1'
      },
    }
  } catch (thrown) {
    if (thrown instanceof CommandError) throw thrown
    throw new CommandError(`${file}: ${whatIsWrong(thrown)}${starHint(source)}`, exitCodes.usage, thrown)
  }
}

/** The parser has as many levels as the stack has room for, and says so in words of its own. */
function whatIsWrong(error: unknown): string {
  const message = messageOf(error)
  return message.includes('call stack') ? TOO_DEEP : message
}

const DEEPEST = 100
const TOO_DEEP = 'it is nested too deeply'

/** What holds itself, by an anchor and its alias, would be read without end; and nobody writes a hundred levels by hand. */
function checkNesting(value: unknown, path: string, above: readonly unknown[]): void {
  if (typeof value !== 'object' || value === null) return
  if (above.includes(value)) throw new CommandError(`${path}: an anchor stands within itself`, exitCodes.usage)
  if (above.length > DEEPEST) throw new CommandError(`${path.slice(0, 80)}...: ${TOO_DEEP}`, exitCodes.usage)
  const isList = Array.isArray(value)
  for (const [key, own] of Object.entries(value)) {
    const name = isList ? Number(key) : key
    checkNesting(own, at(above.length === 0 ? `${path}: ` : path, name), [...above, value])
  }
}

/** In YAML, a star begins an alias. */
function starHint(source: string): string {
  return /^[ \t]*\*\w+\??[ \t]*:/m.test(source) ? " (put what begins with a star in quotes: '*IDN?')" : ''
}
