import { mergeConfig } from 'vitest/config'
import base from '../../vitest.base.ts'

/** Nearly all of them wait, for processes or limits: that is done side by side. */
export default mergeConfig(base, { test: { maxWorkers: 3, maxConcurrency: 4 } })
