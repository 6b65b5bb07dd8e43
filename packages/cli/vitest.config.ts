import { mergeConfig } from 'vitest/config'
import base from '../../vitest.base.ts'

/** Two files side by side, also where vitest would take one: its programs wait for each other most of the time. */
export default mergeConfig(base, { test: { maxWorkers: 2 } })
