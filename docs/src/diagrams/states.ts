/** A state diagram: where the states stand is said here; which arrows there are, by the diagram. */
import { box, type Point, svg, text } from './svg.ts'

const size = { width: 124, height: 38 }

const places: Readonly<Record<string, Point>> = {
  idle: { x: 90, y: 150 },
  connecting: { x: 320, y: 150 },
  initialising: { x: 560, y: 150 },
  ready: { x: 790, y: 150 },
  waiting: { x: 440, y: 280 },
  closing: { x: 440, y: 400 },
  closed: { x: 90, y: 400 },
}

/** How far an arrow leaves the straight line, to the left of its direction. */
const bends: Readonly<Record<string, number>> = {
  'connecting-idle': 32,
  'initialising-idle': -60,
  'ready-idle': -105,
  'connecting-waiting': 16,
  'waiting-connecting': 16,
  'connecting-closing': -78,
  'initialising-closing': 78,
  'ready-closing': 60,
  'waiting-idle': 12,
  'closing-idle': 40,
}

export function drawStates(lines: readonly string[]): string {
  const arrows = merged(lines)
  const names = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].filter((name) => name !== '[*]')
  const body = [
    ...arrows.map(arrow),
    ...names.map((name) => box(place(name), size.width, size.height, 'box') + text(place(name), name, 'name')),
  ]
  return svg('to-state', 'The states of a link', -30, 900, 440, body.join(''))
}

interface Arrow {
  readonly from: string
  readonly to: string
  readonly label: string
}

/** One arrow for each pair of states; its label has every cause. */
function merged(lines: readonly string[]): Arrow[] {
  const arrows = new Map<string, Arrow>()
  for (const line of lines) {
    const [, from = '', to = '', cause = ''] = /^(\S+) --> (\S+?)(?:: (.+))?$/.exec(line) ?? []
    const known = arrows.get(`${from} ${to}`)
    arrows.set(`${from} ${to}`, { from, to, label: known === undefined ? cause : `${known.label}, ${cause}` })
  }
  return [...arrows.values()]
}

function place(name: string): Point {
  const point = places[name]
  if (point === undefined) throw new Error(`the state "${name}" has no place in the diagram`)
  return point
}

function arrow({ from, to, label }: Arrow): string {
  if (from === '[*]') return endpoint(place(to), 'start')
  if (to === '[*]') return endpoint(place(from), 'end')
  const [a, b] = [place(from), place(to)]
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  const bend = bends[`${from}-${to}`] ?? 0
  const middle = {
    x: (a.x + b.x) / 2 + (bend * (b.y - a.y)) / length,
    y: (a.y + b.y) / 2 - (bend * (b.x - a.x)) / length,
  }
  // A quadratic curve passes half way between its chord and its control point.
  const control = { x: 2 * middle.x - (a.x + b.x) / 2, y: 2 * middle.y - (a.y + b.y) / 2 }
  const [start, end] = [edge(a, control, 0), edge(b, control, 2)]
  const path = `M${start.x} ${start.y}Q${control.x} ${control.y} ${end.x} ${end.y}`
  return `<path class="arrow" marker-end="url(#to-state)" d="${path}"/>${text(middle, label, 'label')}`
}

/** Where the line from the centre of a state to `towards` leaves its box, and `gap` more. */
function edge(centre: Point, towards: Point, gap: number): Point {
  const [dx, dy] = [towards.x - centre.x, towards.y - centre.y]
  const part = Math.min((size.width / 2 + gap) / Math.abs(dx), (size.height / 2 + gap) / Math.abs(dy))
  return { x: Math.round(centre.x + part * dx), y: Math.round(centre.y + part * dy) }
}

/** The dot where the life of a link begins, and the one where it ends. */
function endpoint({ x, y }: Point, kind: 'start' | 'end'): string {
  const [dot, side] = [x - size.width / 2 - 40, x - size.width / 2 - 2]
  const [from, to] = kind === 'start' ? [dot, side] : [side, dot + 10]
  const ring = kind === 'end' ? `<circle class="ring" cx="${dot}" cy="${y}" r="9"/>` : ''
  const line = `<path class="arrow" marker-end="url(#to-state)" d="M${from} ${y}H${to}"/>`
  return `${line}${ring}<circle class="dot" cx="${dot}" cy="${y}" r="5"/>`
}
