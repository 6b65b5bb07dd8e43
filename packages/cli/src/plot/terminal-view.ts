/** The plot on a terminal: on a screen of its own while it runs, and its last picture afterwards. */
import { paint, type Style } from '../console.ts'
import { FullScreen } from '../full-screen.ts'
import type { Measurement } from './measurement.ts'
import { terminalChart } from './terminal-chart.ts'

const REFRESH = 100
const COLOURS = ['cyan', 'yellow', 'magenta', 'green', 'blue', 'red', 'white', 'gray'] as const
const STATES: Readonly<Record<string, 'green' | 'yellow'>> = { ready: 'green' }

const GAP = '   '

const { stdout } = process

/** As many of the texts as there is room for. */
function row(texts: readonly (readonly [style: Style, text: string])[], width: number): string {
  let left = width + GAP.length
  const shown = texts.filter(([, text]) => {
    left -= text === '' ? 0 : text.length + GAP.length
    return text !== '' && left >= 0
  })
  return shown.map(([style, text]) => paint(stdout, style, text)).join(GAP)
}

function picture(measurement: Measurement, window: number, live: boolean): string[] {
  const { series, rate, state, url, title, skipped, note } = measurement
  const { points } = series
  const to = live ? measurement.now() : (points.at(-1)?.time ?? measurement.now())
  const from = live ? to - window : Math.max(to - window, Math.min(points[0]?.time ?? to, to - 1))
  const columns = stdout.columns ?? 80
  const told: readonly (readonly [style: Style, text: string])[] = [
    ['bold', (title === '' ? url : `${title}  ${url}`).slice(0, columns - 1)],
    [STATES[state] ?? 'yellow', live ? state : 'over'],
    ['reset', `${rate.total.toLocaleString('en')} lines`],
    ['reset', live ? `${rate.perSecond.toFixed(1)}/s` : ''],
    ['yellow', skipped > 0 ? `${skipped} without a number` : ''],
  ]
  const chart = terminalChart({
    points,
    names: measurement.names,
    from,
    to,
    columns: columns - 1,
    rows: (stdout.rows ?? 24) - (note === '' ? 2 : 3),
    paint: (text, index) => paint(stdout, COLOURS[index % COLOURS.length] ?? 'white', text),
    dim: (text) => paint(stdout, 'dim', text),
  })
  return [
    row(told, columns - 1),
    ...chart,
    ...(note === '' ? [] : [paint(stdout, 'yellow', note.slice(0, columns - 1))]),
  ]
}

export class TerminalView implements Disposable {
  readonly #measurement: Measurement
  readonly #window: number
  readonly #screen: FullScreen

  constructor(measurement: Measurement, window: number) {
    this.#measurement = measurement
    this.#window = window
    this.#screen = new FullScreen(() => picture(measurement, window, true), REFRESH)
  }

  [Symbol.dispose](): void {
    this.#screen[Symbol.dispose]()
    if (this.#measurement.series.count === 0) return
    stdout.write(`${picture(this.#measurement, this.#window, false).join('\n')}\n`)
  }
}
