/** A recording explained, as a page: a diagram of who said what to whom, which needs nothing else from anywhere. */
import { checkOptions, concerning, type ExplainOptions, inQuestion, seconds, summary, verdict } from './explain.ts'
import { type Recorded, recordingOf } from './read.ts'
import { type Happening, type Place, type Story, storyOf } from './story.ts'

const COLUMNS: Readonly<Record<Place, number>> = { program: 160, engine: 520, instrument: 880 }
const WIDTH = 1040
const TOP = 40
const ROW = 34
/** Of a text, so many characters have room on an arrow; all of it is in its tooltip. */
const ROOM = 48

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (letter) => ESCAPED[letter] ?? letter)
}

const STYLE = `
:root { color-scheme: light dark; --line: #8886; --plain: currentColor; --note: #b7791f; --good: #2f855a; --bad: #c53030 }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
h1 { font-size: 1.2rem } .bad { color: var(--bad) }
svg { width: 100%; height: auto; font: 12px ui-monospace, monospace }
text { fill: currentColor } .time { fill: #888 }
g.plain { color: var(--plain) } g.note { color: var(--note) } g.good { color: var(--good) } g.bad { color: var(--bad) }
.life { stroke: var(--line); stroke-dasharray: 3 4 } .arrow { stroke: currentColor; fill: none } .head { fill: currentColor }
.names { font-weight: 600; text-anchor: middle }`

function arrow(happening: Happening, y: number): string {
  const [from, to] = [COLUMNS[happening.from], COLUMNS[happening.to]]
  if (from === to) return `<circle class="head" cx="${from}" cy="${y}" r="3"/>`
  const tip = to > from ? to - 7 : to + 7
  return `<line class="arrow" x1="${from}" y1="${y}" x2="${tip}" y2="${y}"/><path class="head" d="M${to},${y} L${tip},${y - 4} L${tip},${y + 4}Z"/>`
}

function row(happening: Happening, i: number): string {
  const { at, from, to, text, tone } = happening
  const y = TOP + ROW * (i + 1)
  const short = text.length > ROOM ? `${text.slice(0, ROOM - 1)}…` : text
  const [x, anchor] = from === to ? [COLUMNS[from] + 8, 'start'] : [(COLUMNS[from] + COLUMNS[to]) / 2, 'middle']
  const label = `<text x="${x}" y="${y - 5}" text-anchor="${anchor}">${escaped(short)}</text>`
  const time = `<text class="time" x="4" y="${y + 4}">${seconds(at)}</text>`
  return `<g class="${tone}"><title>${escaped(text)}</title>${time}${arrow(happening, y)}${label}</g>`
}

function diagram(shown: readonly Happening[]): string {
  const height = TOP + ROW * (shown.length + 1)
  const lives = Object.entries(COLUMNS).map(
    ([name, x]) =>
      `<text class="names" x="${x}" y="20">${name === 'engine' ? 'sockio' : name}</text>` +
      `<line class="life" x1="${x}" y1="${TOP - 12}" x2="${x}" y2="${height}"/>`,
  )
  const label = 'what passed between the program, sockio and the instrument'
  return `<svg role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${height}">\n${[...lives, ...shown.map(row)].join('\n')}\n</svg>`
}

function failures(story: Story): string {
  const failed = [...story.parts.values()].filter(({ failure }) => failure !== undefined)
  const items = failed.map((part) => `<li class="bad">${verdict(part, story).map(escaped).join('<br>')}</li>`)
  return items.length === 0 ? '' : `<ul>\n${items.join('\n')}\n</ul>\n`
}

/**
 * Plays a recording again, and draws what happened in it: an HTML page with nothing that is loaded from anywhere.
 *
 * @param recording a recording, or the path of one
 * @throws {TypeError} for a wrong argument; {RangeError} for a call that there is none of; as `readRecording` for a path
 */
export function explainAsPage(recording: Recorded | string, options: ExplainOptions = {}): string {
  checkOptions(options, 'options')
  const { call } = options
  const story = storyOf(recordingOf(recording, 'recording'))
  const part = inQuestion(story, call)
  const shown = concerning(story, call === undefined ? undefined : part)
  const title = escaped(summary(story))
  const why =
    call === undefined || part === undefined
      ? failures(story)
      : `<p>${verdict(part, story).map(escaped).join('<br>')}</p>\n`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
${why}${diagram(shown)}
</html>
`
}
