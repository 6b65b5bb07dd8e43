/** The models of a definition, by the path of their members. */
import { didYouMean } from '../nearest.ts'
import { memberOf } from './shape.ts'

/** @throws {TypeError} for what no member has */
export function modelsOf(members: object, models: object, prefix = ''): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  const names = Object.keys(members)
  for (const [name, model] of Object.entries(models)) {
    const path = prefix + name
    const value: unknown = Object.hasOwn(members, name) ? Reflect.get(members, name) : undefined
    if (typeof value !== 'object' || value === null) {
      throw new TypeError(
        `models.${path}: there is no such member${didYouMean(name, names)}; known: ${names.join(', ')}`,
      )
    }
    const member = memberOf(value)
    if (member === undefined) {
      if (typeof model !== 'object' || model === null)
        throw new TypeError(`models.${path}: a group has an object of models`)
      for (const [inner, own] of modelsOf(value, model, `${path}.`)) found.set(inner, own)
    } else if (member.member === 'procedure') {
      throw new TypeError(`models.${path}: a procedure is made of other members, and has no model`)
    } else if (member.member === 'action' && typeof model !== 'function') {
      throw new TypeError(`models.${path}: the model of an action is a function`)
    } else if (model !== undefined) found.set(path, model)
  }
  return found
}
