/** How long the code works at one input, by the time of its own thread: what else the machine does is not counted. */

/** For 64 KiB at most: some ten times what the slowest target needs, and less than what grows by the square. */
const MOST_MS = 2000
/** A collection of garbage may fall into one of them. */
const TRIES = 3

function milliseconds(run: () => void): number {
  const before = process.threadCpuUsage()
  run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

export class TooLong extends Error {
  override readonly name = 'TooLong'
}

/** Runs it; throws `TooLong` when it works longer than any input justifies, each time that it is tried. */
export function withinReason(run: () => void): void {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < TRIES; i++) {
    least = Math.min(least, milliseconds(run))
    if (least <= MOST_MS) return
  }
  throw new TooLong(`it worked ${Math.round(least)} ms`)
}
