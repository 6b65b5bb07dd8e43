import { statfsSync } from 'node:fs'
import { mergeConfig } from 'vitest/config'
import base from '../../../vitest.base.ts'

const LIMIT_MS = 600_000

/** Where files are in memory. What npm and pnpm do in a test is to write thousands of small ones. */
const MEMORY = '/dev/shm'
/** Enough for all that the tests install. */
const ROOM = 4 * 2 ** 30

function roomInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ROOM
  } catch {
    return false // no such place on this system
  }
}
if (roomInMemory()) process.env.TMPDIR = MEMORY

/** The scripts of this project, by `npm test`; and what others get of it, by `npm run test:published`. */
const projects = [
  { extends: true as const, test: { name: 'scripts', exclude: ['test/!(stress|switches|security).test.ts'] } },
  {
    extends: true as const,
    test: { name: 'published', exclude: ['test/{stress,switches,security}.test.ts'], globalSetup: 'test/pack-once.ts' },
  },
]

export default mergeConfig(base, { test: { testTimeout: LIMIT_MS, hookTimeout: LIMIT_MS, projects } })
