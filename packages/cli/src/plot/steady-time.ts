/** The time of the day for a plot, which never goes back. */

/**
 * Ms since 1970. When the clock of the machine is put back, it goes on from where it was: the newest points would else lie
 * in a future that no window shows.
 */
export function steadyTime(clock: () => number = Date.now): () => number {
  let ahead = 0
  let latest = Number.NEGATIVE_INFINITY
  return () => {
    const now = clock()
    if (now + ahead < latest) ahead = latest - now
    latest = now + ahead
    return latest
  }
}
