/** The plot on a page: what it is told of a measurement, and when. */
import { plotPage } from '../page-files.ts'
import { PageServer } from '../page-server.ts'
import { event } from '../server-event.ts'
import type { Hello, Status } from '../web/messages.ts'
import { History } from './history.ts'
import type { Measurement } from './measurement.ts'
import type { Point } from './series.ts'

/** Points go out in batches, as often as a screen can show them. */
const BATCH = 50
const STATUS = 500

export class WebServer implements AsyncDisposable {
  readonly #measurement: Measurement
  readonly #window: number
  readonly #server: PageServer
  readonly #timers: readonly NodeJS.Timeout[]
  /** Made when the first page comes. */
  #history: History | undefined
  #batch: Point[] = []

  constructor(measurement: Measurement, window: number) {
    this.#measurement = measurement
    this.#window = window
    this.#server = new PageServer(plotPage, () => this.#past())
    measurement.onPoint = (point) => {
      if (this.#history !== undefined) this.#batch.push(point)
    }
    this.#timers = [setInterval(() => this.#flush(), BATCH), setInterval(() => this.#tell(), STATUS)]
  }

  /** Listens; the URL of the page. */
  listen(port: number): Promise<string> {
    return this.#server.listen(port)
  }

  /** The connection has changed: the pages are told at once. */
  changed(): void {
    this.#flush()
    this.#tell()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    this.#flush()
    await this.#server[Symbol.asyncDispose]()
  }

  #past(): readonly string[] {
    this.#history ??= new History(this.#measurement)
    const { url, title: query, names } = this.#measurement
    const hello: Hello = { url, query, window: this.#window, names }
    return [event('hello', hello), ...this.#history.events, event('status', this.#status)]
  }

  #flush(): void {
    if (this.#batch.length === 0 || this.#history === undefined) return
    const points = this.#batch
    this.#batch = []
    this.#server.send(this.#history.add(points))
  }

  #tell(): void {
    if (this.#server.watched) this.#server.send(event('status', this.#status))
  }

  get #status(): Status {
    const { state, rate, skipped, note } = this.#measurement
    const { perSecond, total: lines } = rate
    return { time: this.#measurement.now(), state, perSecond, lines, skipped, note }
  }
}
