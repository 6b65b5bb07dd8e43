/** What every suite starts from. A limit guards against hanging only, so that a busy machine fails no test. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Longer than any wait inside a test (a minute), whose own message tells what it waited for. */
const LIMIT_MS = 120_000

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: LIMIT_MS,
    hookTimeout: LIMIT_MS,
    teardownTimeout: LIMIT_MS,
    expect: { poll: { timeout: LIMIT_MS / 2 } },
    // The suites start hundreds of processes, whose code need not be compiled each time.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node', import.meta.url)) },
    maxConcurrency: 2, // programs side by side, each of which wants a core
  },
})
