/** A curve as an SVG, in the grid of an oscilloscope, with the ends of its axes. */
const [WIDTH, HEIGHT, MARGIN] = [640, 320, 60]
const [COLUMNS, ROWS] = [10, 8]

export function picture(seconds: Float64Array, volts: Float64Array): string {
  const [from, to] = [seconds.at(0) ?? 0, seconds.at(-1) ?? 0]
  const low = volts.reduce((least, each) => Math.min(least, each))
  const high = volts.reduce((most, each) => Math.max(most, each))
  const x = (part: number) => (MARGIN + part * (WIDTH - 2 * MARGIN)).toFixed(1)
  const y = (part: number) => (HEIGHT - MARGIN / 2 - part * (HEIGHT - MARGIN)).toFixed(1)

  const points = Array.from(volts, (each, index) => {
    return `${x(index / (volts.length - 1))},${y((each - low) / (high - low || 1))}`
  })
  const columns = Array.from(
    { length: COLUMNS + 1 },
    (_, n) => `M${x(n / COLUMNS)} ${y(0)}V${y(1)}`,
  )
  const rows = Array.from(
    { length: ROWS + 1 },
    (_, n) => `M${x(0)} ${y(n / ROWS)}H${x(1)}`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">
<title>${low.toFixed(2)} V to ${high.toFixed(2)} V in ${(1000 * (to - from)).toFixed(2)} ms</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>
<path d="${[...columns, ...rows].join('')}" stroke="#ccc"/>
<polyline points="${points.join(' ')}" fill="none" stroke="#06c" stroke-width="2"/>
<g text-anchor="end">
<text x="${MARGIN - 6}" y="${y(1)}">${high.toFixed(2)} V</text>
<text x="${MARGIN - 6}" y="${y(0)}">${low.toFixed(2)} V</text>
<text x="${x(1)}" y="${HEIGHT - 10}">${(1000 * to).toFixed(2)} ms</text>
</g>
<text x="${MARGIN}" y="${HEIGHT - 10}">${(1000 * from).toFixed(2)} ms</text>
</svg>
`
}
