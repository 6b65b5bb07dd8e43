/** A terminal as a picture that plays: SVG, with an animation in CSS, so that it plays where no script may run. */
import type { Line, Run } from './capture.ts'

const COLUMNS = 118
const CELL = 8.2
const ROW = 20
const MARGIN = 22
const BAR = 38
const TYPING = 60
/** Ms: how long a reader needs for a line, at least and at most, and before a title; and for all of it, in the end and first. */
const READING = 220
const LONGEST = 1500
const PAUSE = 900
const REST = 4000

const COLOURS: Readonly<Record<number, string>> = {
  30: '#3b4048',
  31: '#f47067',
  32: '#57ab5a',
  33: '#c69026',
  34: '#539bf5',
  35: '#b083f0',
  36: '#39c5cf',
  37: '#adbac7',
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** When each line appears: as it did, but no faster than it can be read, and no slower than one likes to wait. */
function schedule(lines: readonly Line[], start: number): number[] {
  let at = start
  return lines.map(({ time, runs }, i) => {
    const gap = time - (lines[i - 1]?.time ?? 0)
    const title = runs[0]?.bold === true && i > 1
    at += Math.min(LONGEST, Math.max(gap, runs.length === 0 ? 0 : READING)) + (title ? PAUSE : 0)
    return at
  })
}

/** Text on the grid of the terminal, whatever the font is like. */
function cells(runs: readonly Run[], row: number): string {
  let column = 0
  const texts = runs.map(({ text, bold, colour }) => {
    const x = MARGIN + column * CELL
    column += text.length
    const names = [bold ? 'b' : '', colour === undefined ? '' : `c${colour}`].filter(Boolean).join(' ')
    const look = names === '' ? '' : ` class="${names}"`
    const length = (text.length * CELL).toFixed(1)
    return text.trim() === ''
      ? ''
      : `<text x="${x.toFixed(1)}" y="${row}" textLength="${length}"${look}>${escaped(text)}</text>`
  })
  return texts.join('')
}

/** The picture of `command`, and of what it printed: whole at first, then as it came. */
export function terminalSvg(command: string, lines: readonly Line[]): string {
  // It begins with all of it, so that it says what it is about wherever it is shown still, or only looked at for a moment.
  const begins = REST + 600
  const typed = begins + command.length * TYPING
  const times = schedule(lines, typed + 400)
  const total = Math.round((times.at(-1) ?? typed) + REST)
  const width = Math.ceil(COLUMNS * CELL + 2 * MARGIN)
  const height = BAR + (lines.length + 1) * ROW + MARGIN
  const share = (ms: number) => `${((ms / total) * 100).toFixed(2)}%`
  const row = (i: number) => BAR + (i + 1) * ROW
  const shown = times.map(
    (time, i) =>
      `@keyframes l${i}{0%{opacity:1}${share(REST)}{opacity:0}${share(time)},100%{opacity:1}}.l${i}{animation-name:l${i}}`,
  )
  const body = lines.map(({ runs }, i) =>
    runs.length === 0 ? '' : `<g class="l l${i}">${cells(runs, row(i + 1))}</g>\n`,
  )
  const prompt = cells([{ text: '$ ', bold: true, colour: 32 }], row(0))
  const line = cells(
    [
      { text: '  ', bold: false, colour: undefined },
      { text: command, bold: false, colour: undefined },
    ],
    row(0),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">A terminal: ${escaped(command)}</title>
<style>
text{font:13.5px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:#cdd9e5}
.b{font-weight:700}
${Object.entries(COLOURS)
  .map(([code, colour]) => `.c${code}{fill:${colour}}`)
  .join('')}
.l{animation:${total}ms infinite step-end}
${shown.join('\n')}
@keyframes cover{0%,${share(REST)}{transform:scaleX(0)}${share(REST + 1)},${share(begins)}{transform:scaleX(1)}${share(typed)},100%{transform:scaleX(0)}}
.cover{transform-box:fill-box;transform-origin:right;animation:cover ${total}ms infinite steps(${command.length})}
@media (prefers-reduced-motion:reduce){.l,.cover{animation:none}.cover{visibility:hidden}}
</style>
<rect width="${width}" height="${height}" rx="10" fill="#22272e"/>
<g fill="#545d68"><circle cx="22" cy="20" r="6"/><circle cx="42" cy="20" r="6"/><circle cx="62" cy="20" r="6"/></g>
${prompt}${line}<rect class="cover" x="${MARGIN + 2 * CELL}" y="${row(0) - 15}" width="${(command.length * CELL).toFixed(1)}" height="${ROW}" fill="#22272e"/>
${body.join('')}</svg>
`
}

/** What such a picture says: its lines, without what differs from run to run. */
export function wordsOf(svg: string): string[] {
  const groups = [...svg.matchAll(/<g class="l l\d+">(.*?)<\/g>/g)].map((match) => match[1] ?? '')
  const lines = groups.map((group) =>
    group
      .replace(/<[^>]*>/g, ' ')
      .replace(/(?:read|write) ECONN/, 'ECONN') // whichever notices the reset first
      .replace(/[\d.]+/g, '#')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  return lines.filter((line, i) => line !== lines[i - 1]) // an attempt to connect more, or less
}
