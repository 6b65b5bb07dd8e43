/** Packs the published packages, and what of others they need, as a registry would hand them out. */
import { execFile } from 'node:child_process'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = dirname(dirname(fileURLToPath(import.meta.url)))
const packages = dirname(dirname(here))

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly main?: string
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

async function manifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** The folder of each package that is published, by its name without the scope. */
export async function published(): Promise<readonly (readonly [name: string, manifest: Manifest])[]> {
  const all = await Promise.all(
    (await readdir(packages))
      .filter((name) => name !== 'internal')
      .map(async (name) => [name, await manifest(join(packages, name))] as const),
  )
  return all.filter(([, { private: hidden }]) => hidden !== true)
}

/** The Nodes that are supported, by their major version. */
export const nodes: Readonly<Record<string, string>> = {
  22: join(here, 'node_modules', 'node22', 'bin', 'node'),
  24: join(packages, '..', 'node_modules', 'node', 'bin', 'node'),
  26: join(here, 'node_modules', 'node26', 'bin', 'node'),
}

/** What has not ended by then hangs. */
const LIMIT_MS = 300_000

/** Runs a program; its output when it succeeds, an error with its output when it does not. */
export async function output(file: string, args: readonly string[], cwd: string, env = process.env): Promise<string> {
  try {
    const { stdout, stderr } = await run(file, args, { cwd, env, maxBuffer: 1 << 26, timeout: LIMIT_MS })
    return stdout + stderr
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${file} ${args.join(' ')} failed\n${stdout}${stderr}`, { cause: error })
  }
}

/** The folders of all packages of others that `folder` needs, by name; and in `needs`, what each depends on. */
async function foreign(folder: string, known: Map<string, string>, needs: Map<string, readonly string[]>) {
  const { name: own, dependencies, peerDependencies } = await manifest(folder)
  needs.set(own, Object.keys(dependencies ?? {}))
  const names = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !name.startsWith('@sockio/'))
  for (const name of names) {
    if (known.has(name)) continue
    const nested = join(folder, 'node_modules', name)
    const found = await realpath(nested).catch(() => realpath(join(besides(folder), name)))
    known.set(name, found)
    await foreign(found, known, needs)
  }
}

/** What nobody loads, and what makes half of the files: sources, and what leads to them. */
const UNUSED = ['--exclude=node_modules', '--exclude=*.map', '--exclude=./src']

/** Where pnpm puts what a package of the registry needs: beside it. */
function besides(folder: string): string {
  return folder.slice(0, folder.lastIndexOf('node_modules') + 'node_modules'.length)
}

export interface Packed {
  readonly folder: string
  /** The tarball of each package by its full name; those of others too. */
  readonly tarballs: ReadonlyMap<string, string>
  /** The names of the packages that each depends on. */
  readonly needs: ReadonlyMap<string, readonly string[]>
}

/** All tarballs, in a folder that is there and empty. */
export async function pack(folder: string): Promise<Packed> {
  const tarballs = new Map<string, string>()
  const others = new Map<string, string>()
  const needs = new Map<string, readonly string[]>()
  for (const [directory, { name, version }] of await published()) {
    const cwd = join(packages, directory)
    await output('pnpm', ['pack', '--pack-destination', folder], cwd)
    tarballs.set(name, join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`))
    await foreign(cwd, others, needs)
  }
  for (const [name, where] of others) {
    const file = join(folder, `${name.replace('/', '-')}.tgz`)
    await output('tar', ['-czf', file, ...UNUSED, '--transform=s,^\\.,package,', '-C', where, '.'], folder)
    tarballs.set(name, file)
  }
  return { folder, tarballs, needs }
}
