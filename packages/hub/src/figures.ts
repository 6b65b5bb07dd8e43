/** The figures of one instrument, counted since its owner was made. */
import { Latency } from './latency.ts'

/** So many of the last errors are kept. */
const ERRORS = 20

export interface Failure {
  /** When, as ISO 8601. */
  readonly time: string
  readonly client: string
  readonly text: string
}

export class Figures {
  exchanges = 0
  writes = 0
  failures = 0
  shared = 0
  connects = 0
  holds = 0
  lines = 0
  dropped = 0
  refused = 0
  forgotten = 0
  readonly latency = new Latency()
  readonly errors: Failure[] = []

  failed(client: string, error: Error): void {
    this.failures++
    this.errors.push({ time: new Date().toISOString(), client, text: error.message })
    if (this.errors.length > ERRORS) this.errors.shift()
  }
}
