/** A folder for one test, which goes with it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Folder extends AsyncDisposable {
  path(...names: string[]): string
}

export async function folder(): Promise<Folder> {
  const root = await mkdtemp(join(tmpdir(), 'sockio-cli-'))
  return {
    path: (...names) => join(root, ...names),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}
