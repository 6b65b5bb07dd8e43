/** Models in the format of pyvisa-sim, of which many exist: devices, and the resources that they are bound to. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ModelError, pyvisaModel } from '@sockio/sim'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { type Parsed, parse } from './document.ts'
import { at } from './read.ts'
import type { SimConfig } from './sim-config.ts'

/** Each of them begins with the version of its format. */
export function isModel(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'spec' in value
}

/** @param name the device or the resource that is meant, where there are several */
export function readModel(parsed: Parsed, file: string, name: string | undefined): SimConfig {
  const parts = new Map<string | undefined, { readonly file: string; readonly parsed: Parsed }>([
    [undefined, { file, parsed }],
  ])
  const load = (filename: string) => {
    const other = resolve(dirname(file), filename)
    const part = { file: other, parsed: parse(readText(other, file), other) }
    parts.set(filename, part)
    return part.parsed.value
  }
  try {
    const device = pyvisaModel(parsed.value, { name, load })
    return { device, port: device.port ?? 5025 }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    const part = parts.get(error.file) ?? { file, parsed }
    const where = error.path.reduce<string>(
      (path, key) => at(path, key),
      `${part.file}:${part.parsed.place(error.path)}: `,
    )
    throw new CommandError(`${where.replace(/: $/, '')}: ${error.reason}`, exitCodes.usage, error)
  }
}

function readText(other: string, file: string): string {
  try {
    return readFileSync(other, 'utf8')
  } catch (error) {
    throw new CommandError(`${file}: ${messageOf(error)}`, exitCodes.usage, error)
  }
}
