/** A driver in a module: a definition of `@sockio/instrument`, whichever copy of that package made it. */
import { didYouMean } from '@sockio/core'
import type { Definition } from '@sockio/instrument'
import { CommandError, exitCodes } from '../failure.ts'
import { type Exports, importModule, isModule, MODULES } from '../module.ts'

export type Driver = Definition<object>

export function isDriver(value: unknown): value is Driver {
  if (typeof value !== 'object' || value === null) return false
  const has = (name: string, type: string) => typeof Reflect.get(value, name) === type
  return has('members', 'object') && has('describe', 'function') && has('on', 'function')
}

/**
 * The driver that a module exports: that of the name, its default, or the only one that there is.
 *
 * @param option by which it is named
 */
export function driverIn(exported: Exports, file: string, name: string | undefined, option: string): Driver {
  const drivers = new Map(Object.entries(exported).flatMap(([key, value]) => (isDriver(value) ? [[key, value]] : [])))
  const names = [...drivers.keys()]
  const chosen = name ?? (drivers.has('default') ? 'default' : names.length === 1 ? names[0] : undefined)
  const driver = drivers.get(chosen ?? '')
  if (driver !== undefined) return driver
  const meant = name === undefined ? '' : didYouMean(name, names)
  throw new CommandError(`${file}: ${problem(names, name)}${meant}`, exitCodes.usage)

  function problem(known: readonly string[], missing: string | undefined): string {
    if (known.length === 0) return 'it exports no driver, as instrument() of @sockio/instrument makes them'
    return missing === undefined
      ? `which of its drivers? ${option} ${known.join(', or ')}`
      : `it exports ${known.join(', ')}, but no driver "${missing}"`
  }
}

export async function loadDriver(file: string, name: string | undefined): Promise<Driver> {
  if (isModule(file)) return driverIn(await importModule(file), file, name, '--export')
  throw new CommandError(`${file}: a driver is a module: ${MODULES.join(', ')}`, exitCodes.usage)
}
