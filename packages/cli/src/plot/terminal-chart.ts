/** A chart in characters. */
import { bounds, tickLabel, tickStep, ticks, valueLabel } from '../web/ticks.ts'
import { Braille } from './braille.ts'
import { type Point, summarise } from './series.ts'

/** What is to be drawn. */
export interface ChartView {
  readonly points: readonly Point[]
  readonly names: readonly string[]
  /** Times in ms: the ends of the axis. */
  readonly from: number
  readonly to: number
  readonly columns: number
  readonly rows: number
  /** Colours a text as series `index` is. */
  readonly paint: (text: string, index: number) => string
  readonly dim: (text: string) => string
}

function range(points: readonly Point[]): readonly [number, number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { values } of points) {
    for (const value of values) {
      if (value < min) min = value
      if (value > max) max = value
    }
  }
  return min <= max ? bounds(min, max) : [0, 1]
}

function draw(view: ChartView, canvas: Braille, low: number, high: number): void {
  const x = (time: number) => Math.round(((time - view.from) / (view.to - view.from || 1)) * (canvas.width - 1))
  const y = (value: number) => Math.round(((high - value) / (high - low)) * (canvas.height - 1))
  for (const [series] of view.names.entries()) {
    let before: { readonly x: number; readonly y: number } | undefined
    for (const { time, values } of view.points) {
      const value = values[series] ?? Number.NaN
      const dot = Number.isNaN(value) ? undefined : { x: x(time), y: y(value) }
      if (dot !== undefined) canvas.line(before?.x ?? dot.x, before?.y ?? dot.y, dot.x, dot.y, series)
      before = dot
    }
  }
}

/** `-30 s ... -10 s ... now`, under the axis. */
function timeAxis({ from, to, dim }: ChartView, margin: number, width: number): string[] {
  const seconds = (to - from) / 1000
  const step = tickStep(0, seconds, Math.min(6, Math.floor(width / 12)))
  const axis = new Array<string>(width).fill('─')
  const labels = new Array<string>(width + margin + 1).fill(' ')
  for (const ago of ticks(0, seconds, Math.min(6, Math.floor(width / 12)))) {
    const at = Math.round((1 - ago / seconds) * (width - 1))
    const text = ago === 0 ? 'now' : `-${tickLabel(ago, step)} s`
    const begin = Math.min(width + margin + 1 - text.length, margin + 1 + at - (text.length >> 1))
    axis[at] = '┬'
    for (let i = 0; i < text.length; i++) labels[begin + i] = text.charAt(i)
  }
  return [dim(`${' '.repeat(margin)}└${axis.join('')}`), dim(labels.join('').trimEnd())]
}

/** One line for each series: its last value, and, where there is room, what it was in the window. */
function legend({ points, names, columns, paint, dim }: ChartView): string[] {
  const width = Math.max(...names.map(({ length }) => length), 0)
  return names.map((name, index) => {
    const summary = summarise(points, index)
    const title = paint(`● ${name.padEnd(width)}`, index)
    if (summary === undefined) return `${title}  ${dim('no value')}`
    const { last, min, max, mean } = summary
    const rest = `min ${valueLabel(min)}  max ${valueLabel(max)}  mean ${valueLabel(mean)}`
    const value = `${title}  ${valueLabel(last).padEnd(10)}`
    return width + rest.length + 16 > columns ? value.trimEnd() : `${value}  ${dim(rest)}`
  })
}

/** The chart, as lines of text. */
export function terminalChart(view: ChartView): string[] {
  const points = view.points.filter(({ time }) => time >= view.from && time <= view.to)
  const shown = { ...view, points }
  const [low, high] = range(points)
  const rows = Math.max(3, view.rows - view.names.length - 2)
  const wanted = Math.max(2, Math.floor(rows / 3))
  const step = tickStep(low, high, wanted)
  const labels = new Map<number, string>()
  for (const tick of ticks(low, high, wanted)) {
    labels.set(Math.round(((high - tick) / (high - low)) * (rows - 1)), tickLabel(tick, step))
  }
  const margin = Math.max(...[...labels.values()].map(({ length }) => length)) + 1
  const width = Math.max(10, view.columns - margin - 1)
  const canvas = new Braille(width, rows)
  draw(shown, canvas, low, high)
  const body = Array.from({ length: rows }, (_, row) => {
    const label = labels.get(row)
    const axis = `${(label ?? '').padStart(margin - 1)} ${label === undefined ? '│' : '┤'}`
    return view.dim(axis) + canvas.row(row, view.paint)
  })
  return [...body, ...timeAxis(view, margin, width), ...legend(shown)]
}
