import { mergeConfig } from 'vitest/config'
import base from '../../vitest.base.ts'

/** What is waited for comes when the machine has time for it; the limit only guards against hanging. */
export default mergeConfig(base, { test: { expect: { poll: { timeout: 60_000 } } } })
