/** Modules that users bring: in TypeScript or JavaScript. */
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CommandError, exitCodes, messageOf } from './failure.ts'

export const MODULES: readonly string[] = ['.ts', '.mts', '.js', '.mjs']

export function isModule(file: string): boolean {
  return MODULES.includes(extname(file).toLowerCase())
}

/** By their names; `default` is one. */
export type Exports = Readonly<Record<string, unknown>>

const OLD =
  ' (TypeScript needs Node 22.18 or later; before, NODE_OPTIONS=--experimental-strip-types does, or a compiled file)'

/** What it exports. */
export async function importModule(file: string): Promise<Exports> {
  try {
    return await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    const old = error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION'
    throw new CommandError(`${file}: ${messageOf(error)}${old ? OLD : missing(error)}`, exitCodes.usage, error)
  }
}

/** A package is looked for from the file on, and not from this program on. */
function missing(error: unknown): string {
  const [, name] = /Cannot find package '([^']+)'/.exec(messageOf(error)) ?? []
  return name === undefined ? '' : ` (npm install ${name}, in its folder or one above)`
}
