/** The metrics of one connection; all carry its address. They are what `Metric.snapshot` and exporters show. */
import { type Context, Metric } from 'effect'
import type { AnySockioError } from './tagged.ts'

/** 0.125 ms to about 33 s, each bound twice the one before. */
const boundaries = Metric.exponentialBoundaries({ start: 0.125, factor: 2, count: 19 })

export class Metrics {
  readonly #address: string
  readonly #context: Context.Context<never>
  readonly #requests: Metric.Counter<number>
  readonly #duration: Metric.Histogram<number>
  readonly #reconnects: Metric.Counter<number>
  readonly #sent: Metric.Counter<number>
  readonly #received: Metric.Counter<number>

  /** `context` is that of the effect which made the connection: it applies to what no exchange alone is the cause of. */
  constructor(address: string, context: Context.Context<never>) {
    const attributes = { address }
    const counter = (name: string, description: string, more?: Record<string, string>) =>
      Metric.counter(name, { description, incremental: true, attributes: { ...attributes, ...more } })
    this.#address = address
    this.#context = context
    this.#requests = counter('sockio_requests', 'Exchanges that have ended, however they did')
    this.#reconnects = counter('sockio_reconnects', 'Connections made after the first')
    this.#sent = counter('sockio_bytes', 'Bytes on the wire', { direction: 'sent' })
    this.#received = counter('sockio_bytes', 'Bytes on the wire', { direction: 'received' })
    this.#duration = Metric.histogram('sockio_request_duration_ms', {
      description: 'Milliseconds from the call to its reply or error, waiting included',
      attributes,
      boundaries,
    })
  }

  /** An exchange has ended; `context` is that of the fiber which waited for it. */
  ended(milliseconds: number, context: Context.Context<never>): void {
    this.#requests.updateUnsafe(1, context)
    this.#duration.updateUnsafe(milliseconds, context)
  }

  /** It has failed. */
  failed(error: AnySockioError, context: Context.Context<never>): void {
    const attributes = { address: this.#address, error: error._tag }
    const description = 'Exchanges that have failed, by the tag of the error'
    Metric.counter('sockio_failures', { description, incremental: true, attributes }).updateUnsafe(1, context)
  }

  reconnected(): void {
    this.#reconnects.updateUnsafe(1, this.#context)
  }

  wire(direction: 'sent' | 'received', bytes: number): void {
    const counter = direction === 'sent' ? this.#sent : this.#received
    counter.updateUnsafe(bytes, this.#context)
  }
}
