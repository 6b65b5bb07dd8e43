/** Runtimes that are packages of the registry: their programs, where they can be had. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A runtime's package, how it is started, and where its program is in the package for one platform. */
export interface Runtime {
  readonly name: string
  readonly flags: readonly string[]
  readonly programs: readonly string[]
}

export const RUNTIMES: readonly Runtime[] = [
  { name: 'bun', flags: ['--no-install', '--expose-gc'], programs: ['bin/bun', 'bin/bun.exe'] },
  { name: 'deno', flags: ['run', '--allow-all', '--no-lock'], programs: ['deno', 'deno.exe'] },
]

/**
 * The program of a runtime; undefined where there is none for this machine. It is looked for in the packages that the
 * runtime has for each platform: no script of an installation needs to run.
 */
export function programOf({ name, programs }: Runtime): string | undefined {
  const found = resolved(import.meta.url, name)
  if (found === undefined) return undefined
  const { optionalDependencies } = JSON.parse(readFileSync(found, 'utf8'))
  const platforms = Object.keys(optionalDependencies).map((platform) => resolved(found, platform))
  const candidates = platforms.flatMap((at) => (at ? programs.map((program) => join(dirname(at), program)) : []))
  return candidates.find((candidate) => spawnSync(candidate, ['--version']).status === 0)
}

function resolved(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(`${name}/package.json`)
  } catch {
    return undefined
  }
}
