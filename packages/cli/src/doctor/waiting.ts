/** Waits that a busy machine does not cut short: silence counts only while somebody listens. */

const SLICES = 10

/** Something that changes from time to time. */
export class Change {
  #waiting: (() => void)[] = []

  notify(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  /** Resolves at the next change, or after `ms`: true for a change. */
  within(ms: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const over = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
      }
      const abort = () => {
        over()
        reject(signal.reason)
      }
      const timer = setTimeout(() => {
        over()
        resolve(false)
      }, ms)
      this.#waiting.push(() => {
        over()
        resolve(true)
      })
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort)
    })
  }
}

/**
 * Waits until `enough`, for `ms` at most. The time is taken in slices, and the sockets are looked at in between: a process
 * that stood still for a while has not heard what came meanwhile, so that this was no silence.
 */
export async function until(change: Change, enough: () => boolean, ms: number, signal: AbortSignal): Promise<boolean> {
  for (let slice = 0; slice < SLICES; ) {
    if (enough()) return true
    const end = performance.now() + ms / SLICES
    while (await change.within(Math.max(0, end - performance.now()), signal)) if (enough()) return true
    slice++
  }
  return enough()
}
