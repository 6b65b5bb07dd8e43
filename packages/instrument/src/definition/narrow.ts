/** Narrower ranges for properties that are there. */
import { fields, number, show } from '@sockio/core'
import { narrower } from './limits.ts'
import { type AnyMember, asMember, type Members, type Property, type Range, takesNumbers } from './members.ts'

/** A range for each property with numbers, in the groups that they are in. */
export type Changes<D> = {
  readonly [P in keyof D]?: D[P] extends Property<infer T>
    ? T extends number
      ? Range
      : never
    : D[P] extends AnyMember
      ? never
      : Changes<D[P]>
}

const any = number(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, false)
const range = fields({ min: any, max: any }, 'field')

/** The members with these ranges. */
export function narrowed(members: Members, changes: unknown, path: string): Members {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
    const name = path === '' ? 'changes' : `with: ${path.slice(0, -1)}`
    throw new TypeError(`${name}: expected an object with the ranges of properties, got ${show(changes)}`)
  }
  const all: Record<string, AnyMember | Members> = { ...members }
  for (const [name, change] of Object.entries(changes)) {
    const value = Object.hasOwn(members, name) ? members[name] : undefined
    const full = path + name
    if (value === undefined) throw new TypeError(`with: there is no member "${full}"`)
    const member = asMember(value)
    if (member === undefined) all[name] = narrowed(value as Members, change, `${full}.`)
    else if (member.member === 'property') {
      const narrow: Property<unknown> = { ...member, range: within(full, member, change) }
      all[name] = narrow
    } else throw new TypeError(`with: "${full}" is no property`)
  }
  return all
}

/** Both at once: what a definition forbids, one that is made of it does not allow. */
function within(path: string, { codec, range: known = {} }: Property<unknown>, change: unknown): Range {
  if (!takesNumbers(codec)) throw new TypeError(`with: ${path}: takes no numbers, and so has no range`)
  range(change, `with: ${path}`)
  const both = narrower(known, change as Range)
  const { min, max } = narrower(codec.describe(), both)
  if (min === undefined || max === undefined || min <= max) return both
  throw new RangeError(`with: ${path}: nothing is left between ${min} and ${max}`)
}
