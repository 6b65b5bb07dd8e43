/** What every suite starts from. A limit guards against hanging only, so that a busy machine fails no test. */
import { defineConfig } from 'vitest/config'

/** Longer than any wait inside a test (a minute), whose own message tells what it waited for. */
const LIMIT_MS = 120_000

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: LIMIT_MS,
    hookTimeout: LIMIT_MS,
    teardownTimeout: LIMIT_MS,
    maxConcurrency: 2, // programs side by side, each of which wants a core
  },
})
