/** What keeps the process alive: sockets, timers, requests to the system; it must be the same after as before. */
import { getEventListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'

const PATIENCE_MS = 5000

/** The resources of the process by kind, but for the timer of whoever asks. */
function resources(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

export class Leftovers {
  readonly #before = resources()

  #extra(): readonly string[] {
    return [...resources()]
      .filter(([kind, count]) => count > (this.#before.get(kind) ?? 0))
      .map(([kind, count]) => `${count - (this.#before.get(kind) ?? 0)} ${kind}`)
  }

  /** Empty when nothing is left; closed sockets take some turns of the event loop. */
  async find(signals: readonly AbortSignal[]): Promise<readonly string[]> {
    const end = performance.now() + PATIENCE_MS
    while (this.#extra().length > 0 && performance.now() < end) await wait(1)
    const listeners = signals.reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0)
    const left = this.#extra()
    return listeners === 0 ? left : [...left, `${listeners} listeners of signals`]
  }
}
