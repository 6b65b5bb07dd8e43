/** A curve in characters, with the ends of its axes. */

const COLUMNS = 64
const ROWS = 15

/** Where `value` is between `low` and `high`, on a grid of `steps`. */
const place = (value: number, low: number, high: number, steps: number) =>
  Math.round(((value - low) / (high - low || 1)) * (steps - 1))

export function plot(seconds: Float64Array, volts: Float64Array): string {
  const [from = 0] = seconds
  const to = seconds.at(-1) ?? 0
  const [low, high] = [Math.min(...volts), Math.max(...volts)]
  const grid = Array.from({ length: ROWS }, () => new Array<string>(COLUMNS).fill(' '))
  for (const [index, time] of seconds.entries()) {
    const row = grid[ROWS - 1 - place(volts[index] ?? 0, low, high, ROWS)]
    if (row !== undefined) row[place(time, from, to, COLUMNS)] = '*'
  }
  const label = (row: number) => (row === 0 ? high : row === ROWS - 1 ? low : undefined)
  const body = grid.map((cells, row) => `${(label(row)?.toFixed(2) ?? '').padStart(6)} |${cells.join('').trimEnd()}`)
  const [begin = '', end = ''] = [from, to].map((time) => `${(1000 * time).toFixed(2)} ms`)
  return ['     V', ...body, `${' '.repeat(8)}${begin.padEnd(COLUMNS - 8)}${end}`].join('\n')
}
