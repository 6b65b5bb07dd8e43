/** Draws the rates of a workload as bars: markup that reads well on a light and on a dark page. */
import type { Row } from './report.ts'

const WIDTH = 720
const LABEL = 230
const BAR = 18
const GAP = 10
const TOP = 44

const STYLE = `text{font:13px system-ui,sans-serif;fill:#24292f}.t{font-weight:600;font-size:15px}.v{fill:#57606a}
.bare{fill:#8c959f}.ours{fill:#0969da}.other{fill:#bf8700}.q{stroke:#24292f;stroke-width:1.5}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.v{fill:#9198a1}.bare{fill:#6e7681}.ours{fill:#58a6ff}.other{fill:#d29922}.q{stroke:#e6edf3}}`

function kind(name: string): string {
  if (name.startsWith('bare')) return 'bare'
  return /^(aio|rx|legacy|effect|sio)\b/.test(name) ? 'ours' : 'other'
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Bars of the median ratio to the first row, each with its middle half. */
export function picture(title: string, unit: string, rows: readonly Row[]): string {
  const most = Math.max(1, ...rows.map(({ ratio }) => ratio.upper))
  const scale = (WIDTH - LABEL - 70) / most
  const bars = rows.map(({ name, ratio }, i) => {
    const y = TOP + i * (BAR + GAP)
    const [middle, from, to] = [ratio.median, ratio.lower, ratio.upper].map((value) => (value * scale).toFixed(1))
    const x = (at: string | undefined) => (LABEL + Number(at)).toFixed(1)
    return [
      `<text x="${LABEL - 10}" y="${y + 13}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="${kind(name)}" x="${LABEL}" y="${y}" width="${middle}" height="${BAR}" rx="2"/>`,
      `<line class="q" x1="${x(from)}" x2="${x(to)}" y1="${y + BAR / 2}" y2="${y + BAR / 2}"/>`,
      `<text class="v" x="${(Math.max(Number(x(to)), Number(x(middle))) + 8).toFixed(1)}" y="${y + 13}">${ratio.median.toFixed(2)}</text>`,
    ].join('')
  })
  const height = TOP + rows.length * (BAR + GAP)
  const what = `${unit} per second, as ratio to ${rows[0]?.name ?? 'the first'}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}: ${escaped(what)}">
<style>${STYLE}</style>
<text class="t" x="0" y="16">${escaped(title)}</text><text class="v" x="0" y="34">${escaped(what)}; the line is the middle half of the rounds</text>
${bars.join('\n')}
</svg>
`
}
