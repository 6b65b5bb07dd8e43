/** Packs once for all files of tests, into a folder that goes when they are over. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Packed, pack } from './packed.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly packed: Packed
  }
}

export default async function packOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sockio-pack-'))
  project.provide('packed', await pack(folder))
  return () => rm(folder, { recursive: true, force: true })
}
