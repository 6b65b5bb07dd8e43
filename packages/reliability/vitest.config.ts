import { mergeConfig } from 'vitest/config'
import base from '../../vitest.base.ts'

const LIMIT_MS = 600_000
/** Parts of a turn, which wait for most of their time. */
const SIDE = 5

export default mergeConfig(base, { test: { testTimeout: LIMIT_MS, hookTimeout: LIMIT_MS, maxConcurrency: SIDE } })
