/** The configuration of the simulator: a file of YAML or JSON, or a module that makes one. */
import { readFileSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { type ReplayOptions, replay } from '@sockio/recorder'
import { device, type SimulateOptions } from '@sockio/sim'
import { type Driver, driverIn, isDriver } from '../driver/definition.ts'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { importModule, isModule, MODULES } from '../module.ts'
import { loadRecording } from '../recording.ts'
import { defaultName, deviceKeys, deviceReaders, readyDevice, readyNames } from './devices.ts'
import { parse } from './document.ts'
import { parseFault } from './fault-line.ts'
import { isModel, readModel } from './model.ts'
import { noiseOf } from './noise.ts'
import { at, endOfLine, integer, list, mapping, optional, text } from './read.ts'
import type { SimConfig } from './sim-config.ts'

const RECORDING = '.jsonl'
const DOCUMENTS = ['.yaml', '.yml', '.json']

/**
 * Reads the file; or takes what is ready: by its name, or the oscilloscope that everybody begins with.
 *
 * @param name which instrument is meant, of a file that may hold several
 */
export async function loadConfig(
  file: string | undefined,
  name?: string,
  replaying: ReplayOptions = {},
): Promise<SimConfig> {
  const kind = extname(file ?? '').toLowerCase()
  if (file !== undefined && kind === RECORDING) {
    if (name !== undefined) throw nameless(file)
    return { device: replay(loadRecording(file), replaying), port: 5025 }
  }
  if (Object.keys(replaying).length > 0) {
    throw new CommandError(`--order and --delays go with a recording, a ${RECORDING} file`, exitCodes.usage)
  }
  if (file !== undefined && DOCUMENTS.includes(kind))
    return readConfig(readBytes(file, file).toString('utf8'), file, name)
  if (file !== undefined && isModule(file)) return loadModule(file, name)
  if (name !== undefined) throw nameless(file ?? defaultName)
  const ready = readyDevice(file ?? defaultName)
  if (ready !== undefined) return { device: ready, port: 5025 }
  throw new CommandError(
    `${file}: expected ${readyNames.join(', ')}, or a file: ${[...DOCUMENTS, ...MODULES, RECORDING].join(', ')}`,
    exitCodes.usage,
  )
}

function nameless(file: string): CommandError {
  return new CommandError(
    `${file}: --device goes with a module of drivers, or a model of pyvisa-sim, which begins with its "spec"`,
    exitCodes.usage,
  )
}

/** A configuration, or a driver, whose definition is its simulator. */
async function loadModule(file: string, name: string | undefined): Promise<SimConfig> {
  const exported = await importModule(file)
  if (isConfig(exported.default) && name === undefined) {
    return { ...exported.default, port: exported.default.port ?? 5025 }
  }
  if (!Object.values(exported).some(isDriver)) {
    if (name !== undefined && isConfig(exported.default)) throw nameless(file)
    throw new CommandError(`${file}: expected export default { device, ... }, or a driver`, exitCodes.usage)
  }
  const driver = driverIn(exported, file, name, '--device')
  return { device: checkedDevice(file, driver), port: 5025 }
}

/** What nobody can know of a driver, such as a reading that only reads, is for a configuration to say. */
function checkedDevice(file: string, driver: Driver): SimConfig['device'] {
  try {
    return device(driver)
  } catch (error) {
    throw new CommandError(`${file}: ${messageOf(error)}`, exitCodes.usage, error)
  }
}

/** The simulator checks the rest. */
function isConfig(value: unknown): value is SimConfig {
  return typeof value === 'object' && value !== null && 'device' in value
}

/** What stands in the file. */
export function readConfig(source: string, file: string, name?: string): SimConfig {
  const parsed = parse(source, file)
  if (isModel(parsed.value)) return readModel(parsed, file, name)
  if (name !== undefined) throw nameless(file)
  return read(parsed.value, file)
}

function readBytes(file: string, path: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new CommandError(`${path}: ${messageOf(error)}`, exitCodes.usage, error)
  }
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
