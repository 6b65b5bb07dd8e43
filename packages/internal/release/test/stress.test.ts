/** `npm run stress`: runs a command beside busy loops, says how it ended, and leaves nothing behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../src/stress.ts', import.meta.url))

function stress(...command: readonly string[]) {
  const child = spawn(process.execPath, [program, ...command], { stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  return {
    child,
    /** Resolves with what it had printed when it was over. */
    ended: once(child, 'close').then(() => stdout),
    async says(what: RegExp): Promise<string> {
      for (;;) {
        const [found] = what.exec(stdout) ?? []
        if (found !== undefined) return found
        await once(child.stdout, 'data')
      }
    },
  }
}

test.each([
  [0, /^stress: .+ passed after \d+ s, on \d+ cores? of which \d+ busy loops took \d+ %$/m],
  [3, /^stress: .+ FAILED with code 3 after /m],
])('passes the exit code on: %i', async (code, says) => {
  const run = stress(process.execPath, '--eval', `process.exit(${code})`)
  expect(await run.ended).toMatch(says)
  expect(run.child.exitCode).toBe(code)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the command too', async (signal) => {
  const run = stress(process.execPath, '--eval', 'console.log("pid", process.pid); setInterval(() => {}, 1000)')
  const pid = Number(await run.says(/(?<=^pid )\d+(?=\n)/))
  run.child.kill(signal)
  expect(await run.ended).toMatch(new RegExp(`FAILED with ${signal}`))
  expect(run.child.exitCode).toBeGreaterThan(128)
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})
