/** Waits for a condition that no event tells of. */
import { setTimeout as wait } from 'node:timers/promises'

/** Nobody waits for it unless something hangs. */
const PATIENCE_MS = 60_000

/** Resolves when `test` is true; rejects, naming `what`, when it never is. */
export async function until(what: string, test: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await test())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`)
    await wait(2)
  }
}
