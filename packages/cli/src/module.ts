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

/** What went wrong, by what Node says of it, and what to do. */
const CURES: readonly (readonly [what: RegExp, cure: string])[] = [
  [
    /Unknown file extension "\.m?ts"/,
    'TypeScript needs Node 22.18 or later; before, NODE_OPTIONS=--experimental-strip-types does, or a compiled file',
  ],
  [
    /Cannot use import statement outside a module|Unexpected token 'export'/,
    'name it .mts or .mjs, or put "type": "module" into the package.json of its folder',
  ],
  // A package is looked for from the file on, and not from this program on.
  [/Cannot find package '(@?[^'/]+(?:\/[^'/]+)?)/, 'npm install $1, in its folder or one above'],
]

/** What it exports. */
export async function importModule(file: string): Promise<Exports> {
  try {
    return await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    const message = messageOf(error)
    throw new CommandError(`${file}: ${message}${cureOf(message)}`, exitCodes.usage, error)
  }
}

function cureOf(message: string): string {
  for (const [what, cure] of CURES) {
    const [whole, name = ''] = what.exec(message) ?? []
    if (whole !== undefined) return ` (${cure.replace('$1', name)})`
  }
  return ''
}
