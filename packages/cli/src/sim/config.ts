/** The configuration of the simulator: a file of YAML or JSON, or a module that makes one. */
import { readFileSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Device, SimulateOptions } from '@sockio/sim'
import { LineCounter, parseDocument } from 'yaml'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { defaultDevice, deviceKeys, deviceReaders, readyDevice, readyNames } from './devices.ts'
import { parseFault } from './fault-line.ts'
import { noiseOf } from './noise.ts'
import { at, endOfLine, integer, list, mapping, optional, text } from './read.ts'

/**
 * What `export default` of a configuration in TypeScript or JavaScript must be.
 *
 * @example
 * const config: SimConfig = { device: { '*IDN?': 'ACME,METER,1,1.0' }, port: 5025 }
 * export default config
 */
export interface SimConfig extends SimulateOptions {
  readonly device: Device
}

const MODULES = ['.ts', '.mts', '.js', '.mjs']
const DOCUMENTS = ['.yaml', '.yml', '.json']

/** Reads the file; or takes what is ready: by its name, or the oscilloscope that everybody begins with. */
export async function loadConfig(file: string | undefined): Promise<SimConfig> {
  if (file === undefined) return { device: defaultDevice(), port: 5025 }
  const ready = readyDevice(file)
  if (ready !== undefined) return { device: ready, port: 5025 }
  const kind = extname(file).toLowerCase()
  if (MODULES.includes(kind)) return loadModule(file)
  if (DOCUMENTS.includes(kind)) return readConfig(readBytes(file, file).toString('utf8'), file)
  throw new CommandError(
    `${file}: expected ${readyNames.join(', ')}, or a file: ${[...DOCUMENTS, ...MODULES].join(', ')}`,
    exitCodes.usage,
  )
}

async function loadModule(file: string): Promise<SimConfig> {
  let loaded: { readonly default?: unknown }
  try {
    loaded = await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    const old = error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION'
    const hint = old ? ' (TypeScript needs Node 22.18 or later)' : ''
    throw new CommandError(`${file}: ${messageOf(error)}${hint}`, exitCodes.usage, error)
  }
  const config = loaded.default
  if (!isConfig(config)) {
    throw new CommandError(`${file}: expected export default { device, ... }`, exitCodes.usage)
  }
  return config
}

/** The simulator checks the rest. */
function isConfig(value: unknown): value is SimConfig {
  return typeof value === 'object' && value !== null && 'device' in value
}

/** What stands in the file. */
export function readConfig(source: string, file: string): SimConfig {
  return read(parse(source, file), file)
}

/** All scalars as texts (the "failsafe" schema): a reply is sent as it is written. */
function parse(source: string, file: string): unknown {
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
    return value
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

function readBytes(file: string, path: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new CommandError(`${path}: ${messageOf(error)}`, exitCodes.usage, error)
  }
}

/** In YAML, a star begins an alias. */
function starHint(source: string): string {
  return /^[ \t]*\*\w+\??[ \t]*:/m.test(source) ? " (put what begins with a star in quotes: '*IDN?')" : ''
}

const KEYS = ['host', 'port', 'eol', 'replyEol', 'tls', 'faults', 'seed', ...deviceKeys]

function read(value: unknown, file: string): SimConfig {
  const fields = mapping(value, file, KEYS)
  const path = (key: string) => at(`${file}: `, key)
  const [key, other] = deviceKeys.filter((each) => fields.has(each))
  if (key === undefined || other !== undefined) {
    const problem = key === undefined ? `one of the keys ${deviceKeys.join(', ')} is needed` : `${key} or ${other}?`
    throw new CommandError(`${file}: what is to be simulated? ${problem}`, exitCodes.usage)
  }
  const eol = optional(fields.get('eol'), (own) => endOfLine(own, path('eol')))
  const seed = optional(fields.get('seed'), (own) => integer(own, path('seed'), 1)) ?? 1
  return {
    device: deviceReaders[key](fields.get(key), path(key), noiseOf(seed)),
    host: optional(fields.get('host'), (own) => text(own, path('host'))),
    port: optional(fields.get('port'), (own) => integer(own, path('port'), 0, 65_535)) ?? 5025,
    eol,
    replyEol: optional(fields.get('replyEol'), (own) => endOfLine(own, path('replyEol'))),
    tls: optional(fields.get('tls'), (own) => readTls(own, path('tls'), file)),
    faults: optional(fields.get('faults'), (own) => readFaults(own, path('faults'))),
  }
}

/** The names of files are relative to that of the configuration. */
function readTls(value: unknown, path: string, file: string): SimulateOptions['tls'] {
  const fields = mapping(value, path, ['key', 'cert'])
  const content = (key: string) => {
    const name = text(fields.get(key) ?? '', at(path, key), 'the name of a file')
    return readBytes(resolve(dirname(file), name), at(path, key))
  }
  return { key: content('key'), cert: content('cert') }
}

function readFaults(value: unknown, path: string): SimulateOptions['faults'] {
  const lines = typeof value === 'string' ? [value] : list(value, path)
  return lines.map((line, i) => {
    const own = at(path, i)
    try {
      return parseFault(text(line, own, 'a fault, such as "delay 200ms"'))
    } catch (error) {
      if (!(error instanceof CommandError) || error.message.startsWith(own)) throw error
      throw new CommandError(`${own}: ${error.message}`, exitCodes.usage)
    }
  })
}
