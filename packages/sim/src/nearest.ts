/** The known word that a mistyped one is nearest to. As in the core, of which the simulator is independent. */

/** Nearer than this part of the longer word, and by no more single changes than that, and a guess is worth making. */
const NEAR = 0.45
const CHANGES = 3

/** How it would be spelt elsewhere: `timeOut`, `connection_timeout`, `bufferSize`. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** The least number of characters put in, left out, changed, or swapped with their neighbour. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const changed = at(i - 1, j - 1) + (same ? 0 : 1)
      const fewest = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, changed, swapped ? at(i - 2, j - 2) + 1 : changed)
      row.push(fewest)
    }
  }
  return at(a.length, b.length)
}

/** How many characters both begin with: mistakes are made at the end, as in `retry` for `retries`. */
function shared(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

/** The nearest of `known`; undefined where none is near. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const given = plain(word).slice(0, 64) // the work grows with the length, and no option is longer
  const ranked = known
    .map((each) => ({ each, changes: distance(given, plain(each)), same: shared(given, plain(each)) }))
    .filter(({ each, changes }) => changes <= CHANGES && changes < NEAR * Math.max(given.length, each.length))
    .sort((a, b) => a.changes - b.changes - (a.same - b.same) / 2)
  return ranked[0]?.each
}

/** ` (did you mean "times"?)`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === undefined ? '' : ` (did you mean "${near}"?)`
}
