/** A plot under way: what it measures, how fast, and how its connection is. The terminal and the page show it. */
import type { State } from '@sockio/aio'
import { Rate } from '../rate.ts'
import { safe } from '../readable.ts'
import type { Sample } from '../source.ts'
import { numbersOf } from './numbers.ts'
import { type Point, Series, seriesNames } from './series.ts'

export class Measurement {
  readonly url: string
  readonly query: string | undefined
  readonly series = new Series()
  readonly rate = new Rate()
  state: State = 'idle'
  /** Lines without a number. */
  skipped = 0
  /** What was said last of the connection. */
  note = ''
  /** Called with each new point. */
  onPoint: ((point: Point) => void) | undefined

  constructor(url: string, query: string | undefined) {
    this.url = url
    this.query = query
  }

  get names(): string[] {
    return seriesNames(this.query === undefined ? undefined : safe(this.query), this.series.count)
  }

  take({ time, bytes }: Sample): void {
    this.rate.add()
    const values = numbersOf(bytes.toString('latin1'))
    if (values === undefined) this.skipped++
    else this.#tell(this.series.push(time, values))
  }

  changed(state: State): void {
    if (this.state === 'ready') this.#tell(this.series.interrupt(Date.now()))
    this.state = state
  }

  #tell(point: Point | undefined): void {
    if (point !== undefined) this.onPoint?.(point)
  }
}
