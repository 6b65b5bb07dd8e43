/** Waits for something to become true by looking again and again: real servers do not tell when they are ready. */
import { setTimeout } from 'node:timers/promises'

const LIMIT = 60_000
const INTERVAL = 2

/**
 * Looks until `condition` gives a truthy value, and returns it.
 *
 * @throws {Error} that names `what`, when that takes longer than a minute
 */
export async function until<T>(what: string, condition: () => T | PromiseLike<T>): Promise<NonNullable<T>> {
  const end = performance.now() + LIMIT
  for (;;) {
    const value = await condition()
    if (value) return value as NonNullable<T>
    if (performance.now() > end) throw new Error(`waited ${LIMIT} ms in vain: ${what}`)
    await setTimeout(INTERVAL)
  }
}
