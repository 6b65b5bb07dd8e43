/** Packs the published packages once, as they would be published. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const packages = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** What is published. */
export const published = ['core', 'node', 'aio', 'sim'] as const
export type Published = (typeof published)[number]

/** Runs a program; its output when it succeeds, an error with its output when it does not. */
export async function output(file: string, args: readonly string[], cwd: string, env = process.env): Promise<string> {
  try {
    const { stdout, stderr } = await run(file, args, { cwd, env, maxBuffer: 1 << 26 })
    return stdout + stderr
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${file} ${args.join(' ')} failed\n${stdout}${stderr}`, { cause: error })
  }
}

export interface Packed extends AsyncDisposable {
  readonly folder: string
  tarball(name: Published): string
}

/** All tarballs in one temporary folder, which goes with the result. */
export async function pack(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'sockio-pack-'))
  const files = new Map<Published, string>()
  for (const name of published) {
    const cwd = join(packages, name)
    const { version } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as { version: string }
    await output('pnpm', ['pack', '--pack-destination', folder], cwd)
    files.set(name, join(folder, `sockio-${name}-${version}.tgz`))
  }
  return {
    folder,
    tarball: (name) => files.get(name) as string,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
