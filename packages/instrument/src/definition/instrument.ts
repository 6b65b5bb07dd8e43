/** Begins the definition of an instrument. */
import { checkOptions, fields, type Rule, show } from '@sockio/core'
import { Definition, type DefinitionOptions } from './definition.ts'
import { errorCheckRule } from './error-check.ts'
import { asMember, type Members } from './members.ts'

const link: Rule = (value) => checkOptions(value)
const check = fields({ link, checkErrors: errorCheckRule }, 'option')

/**
 * An instrument: what can be asked for, set and done, by the names that programs use. It does nothing by itself; `on` binds
 * it to a socket or a session of any flavour.
 *
 * @throws {TypeError | RangeError} that names the wrong member or option
 * @example
 * const supply = instrument(
 *   {
 *     ...scpi,
 *     voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
 *     output: property('OUTP', choice({ off: '0', on: '1' })),
 *     current: reading('MEAS:CURR?', number({ unit: 'A' })),
 *   },
 *   { checkErrors: true },
 * )
 */
export function instrument<const D extends Members>(members: D, options: DefinitionOptions = {}): Definition<D> {
  checkMembers(members, '')
  check(options, 'options')
  return new Definition(members, [], options)
}

function checkMembers(members: unknown, path: string, around: readonly unknown[] = []): void {
  const name = path === '' ? 'members' : path
  if (typeof members !== 'object' || members === null || Array.isArray(members))
    throw new TypeError(`${name}: expected a property, a reading, an action or a group of them, got ${show(members)}`)
  if (around.includes(members)) throw new TypeError(`${name}: is a group that it is in itself`)
  for (const [name, value] of Object.entries(members)) {
    if (typeof value !== 'object' || value === null || asMember(value) === undefined)
      checkMembers(value, path === '' ? name : `${path}.${name}`, [...around, members])
  }
}
