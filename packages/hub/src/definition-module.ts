/** A definition that a configuration names by its module. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDefinition, type SomeDefinition } from './definition-rules.ts'

/** A definition, or what a module exports of that kind: its default, or the only one. */
export async function definitionOf(
  value: string | SomeDefinition | undefined,
  path: string,
  folder: string,
): Promise<SomeDefinition | undefined> {
  if (typeof value !== 'string') return value
  const file = resolve(folder, value)
  let exported: Record<string, unknown>
  try {
    exported = await import(pathToFileURL(file).href)
  } catch (error) {
    throw new TypeError(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  const all = Object.values(exported).filter(isDefinition)
  const chosen = isDefinition(exported.default) ? exported.default : all.length === 1 ? all[0] : undefined
  if (chosen !== undefined) return chosen
  throw new TypeError(
    `${path}: ${value} exports ${all.length === 0 ? 'no definition' : 'several: make one the default'}`,
  )
}
