/** All that a page which comes is told of the past, as events: each is made once, for all pages. */
import { event } from '../server-event.ts'
import type { Points, WirePoint } from '../web/messages.ts'
import type { Measurement } from './measurement.ts'
import type { Point } from './series.ts'
import { thinned } from './thinned.ts'

/** Points in one event. */
const PIECE = 1000
/** When there are more, those of the older past are thinned. */
const MOST_POINTS = 60_000

function onWire({ time, values }: Point): WirePoint {
  return [time, ...values.map((value) => (Number.isFinite(value) ? value : null))]
}

export class History {
  readonly #measurement: Measurement
  #events: string[] = []
  #points = 0

  constructor(measurement: Measurement) {
    this.#measurement = measurement
    this.#remake()
  }

  /** From the oldest on. */
  get events(): readonly string[] {
    return this.#events
  }

  /** Takes in what is new; the event that tells of it. */
  add(points: readonly Point[]): string {
    const data: Points = { names: this.#measurement.names, points: points.map(onWire) }
    const text = event('points', data)
    this.#events.push(text)
    this.#points += points.length
    if (this.#points > MOST_POINTS) this.#remake()
    return text
  }

  #remake(): void {
    const { series } = this.#measurement
    const points = thinned(series.points, series.count)
    this.#events = []
    this.#points = 0
    for (let from = 0; from < points.length; from += PIECE) this.add(points.slice(from, from + PIECE))
  }
}
