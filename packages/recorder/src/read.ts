/** Reads a recording, and says where it is none. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { show } from '@sockio/core'
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { Beginning, Turn } from './format.ts'
import schema from './schema.json' with { type: 'json' }

/** A recording that was read. */
export interface Recorded {
  /** Its name, for messages. */
  readonly file: string
  readonly beginning: Beginning
  readonly turns: readonly Turn[]
}

/** What is read is no recording, or one of another version; its message begins with the file and the line. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}

interface Checks {
  readonly isBeginning: ValidateFunction<Beginning>
  readonly isTurn: ValidateFunction<Turn>
}

let known: Checks | undefined

/** What the schema says of lines. Who only records needs none of it, and it takes time to load. */
function checks(): Checks {
  if (known !== undefined) return known
  const { Ajv2020: Ajv }: { readonly Ajv2020: typeof Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js')
  const ajv = new Ajv({ strict: false })
  ajv.addSchema(schema, 'recording')
  known = {
    isBeginning: ajv.compile<Beginning>({ $ref: 'recording#/$defs/beginning' }),
    isTurn: ajv.compile<Turn>({ $ref: 'recording#/$defs/turn' }),
  }
  return known
}

/** The fault that lies deepest: of alternatives that all fail, the one that was meant. */
function fault(errors: readonly ErrorObject[] | null | undefined): string {
  const depth = ({ instancePath }: ErrorObject) => instancePath.split('/').length
  const found = (errors ?? []).filter(({ keyword }) => keyword !== 'const' && keyword !== 'oneOf')
  const [deepest] = (found.length > 0 ? found : [...(errors ?? [])]).sort((a, b) => depth(b) - depth(a))
  if (deepest === undefined) return 'it is none of the lines that there are'
  return `${deepest.instancePath.slice(1).replaceAll('/', '.') || 'the line'} ${deepest.message}`
}

function parse(line: string, at: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new RecordingError(`${at}: no JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/** What is wrong with the first line, in words that help. */
function notBeginning(value: unknown, at: string): RecordingError {
  const known = typeof value === 'object' && value !== null && 'sockio' in value
  if (!known) return new RecordingError(`${at}: no recording of sockio, which begins with {"sockio":"recording"`)
  if ('version' in value && value.version !== 1) {
    return new RecordingError(`${at}: a recording of version ${JSON.stringify(value.version)}, and 1 is known here`)
  }
  return new RecordingError(`${at}: ${fault(checks().isBeginning.errors)}`)
}

/**
 * The recording in this text. A last line without its end, as a program leaves it that was killed, is left out.
 *
 * @param file its name, for messages
 * @throws {RecordingError} that names the line and what is wrong with it
 */
export function parseRecording(text: string, file = 'recording'): Recorded {
  if (typeof text !== 'string') throw new TypeError(`text: expected the text of a recording, got ${show(text)}`)
  if (typeof file !== 'string') throw new TypeError(`file: expected a name, got ${show(file)}`)
  const { isBeginning, isTurn } = checks()
  const [first = '', ...lines] = text.split('\n')
  lines.pop() // what follows the last end of line
  const head = parse(first, `${file}:1`)
  if (!isBeginning(head)) throw notBeginning(head, `${file}:1`)
  const turns = lines.map((line, i) => {
    const at = `${file}:${i + 2}`
    const turn = parse(line, at)
    if (!isTurn(turn)) throw new RecordingError(`${at}: ${fault(isTurn.errors)}`)
    return turn
  })
  return { file, beginning: head, turns }
}

/**
 * Reads a recording from its file.
 *
 * @throws {RecordingError} that names the line and what is wrong with it; the system's error where it can't be read
 */
export function readRecording(file: string): Recorded {
  if (typeof file !== 'string') throw new TypeError(`file: expected the path of a recording, got ${show(file)}`)
  return parseRecording(readFileSync(file, 'utf8'), file)
}

/** Is it a recording that was read? */
export function isRecorded(given: unknown): given is Recorded {
  const { beginning, turns } = Object(given) as Partial<Recorded>
  return begins(beginning) && Array.isArray(turns)
}

/** Is it what a recording begins with? */
export function begins(given: unknown): given is Beginning {
  return typeof given === 'object' && given !== null && 'settings' in given && 'address' in given
}

/** A recording, or what is read from the path of one; `name` is the argument that it is. */
export function recordingOf(given: unknown, name: string): Recorded {
  if (typeof given === 'string') return readRecording(given)
  if (isRecorded(given)) return given
  throw new TypeError(`${name}: expected a recording, or the path of one, got ${show(given)}`)
}
