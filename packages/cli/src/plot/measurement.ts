/** A plot under way: what it measures, how fast, and how its connection is. The terminal and the page show it. */
import type { State } from '@sockio/aio'
import { Rate } from '../rate.ts'
import { safe } from '../readable.ts'
import type { Sample } from '../source.ts'
import { numbersOf } from './numbers.ts'
import { type Point, Series, seriesNames } from './series.ts'
import { steadyTime } from './steady-time.ts'

export class Measurement {
  readonly url: string
  /** What is asked; empty where lines come by themselves. */
  readonly queries: readonly string[]
  readonly series = new Series()
  readonly rate = new Rate()
  /** The time of its points, and of who shows them. */
  readonly now: () => number
  state: State = 'idle'
  /** Lines without a number. */
  skipped = 0
  /** What was said last of the connection. */
  note = ''
  /** Called with each new point. */
  onPoint: ((point: Point) => void) | undefined

  constructor(url: string, queries: readonly string[], clock?: () => number) {
    this.url = url
    this.queries = queries.map(safe)
    this.now = steadyTime(clock)
  }

  get title(): string {
    return this.queries.join('; ')
  }

  get names(): string[] {
    return seriesNames(this.queries, this.series.count)
  }

  take({ lines }: Pick<Sample, 'lines'>): void {
    this.rate.add()
    const numbers = lines.map((line) => numbersOf(line.toString('latin1')))
    // A reply without a number leaves its curve alone, and those of the other queries where they are.
    if (numbers.every((values) => values === undefined)) this.skipped++
    else
      this.#tell(
        this.series.push(
          this.now(),
          numbers.flatMap((values) => values ?? [Number.NaN]),
        ),
      )
  }

  changed(state: State): void {
    if (this.state === 'ready') this.#tell(this.series.interrupt(this.now()))
    this.state = state
  }

  #tell(point: Point | undefined): void {
    if (point !== undefined) this.onPoint?.(point)
  }
}
