/** Runs the calls of the driver as effects: a span around each, its metrics, and interruption that cancels it. */
import type { Call, Connection } from '@sockio/node'
import { Effect } from 'effect'
import { type AnySockioError, tagged } from './errors.ts'
import type { Metrics } from './metrics.ts'

export class Exchanges {
  readonly connection: Connection
  readonly #metrics: Metrics
  readonly #spanOptions: { readonly kind: 'client'; readonly attributes: Readonly<Record<string, unknown>> }

  constructor(connection: Connection, metrics: Metrics) {
    const { host, port } = connection.address
    this.connection = connection
    this.#metrics = metrics
    this.#spanOptions = {
      kind: 'client',
      attributes: { 'server.address': host, 'server.port': port, 'network.transport': 'tcp' },
    }
  }

  /**
   * The call that `make` makes. What `make` throws is a bad argument: a defect. Interruption ends the call by the same
   * rules as an aborted signal, at once.
   */
  run<T>(name: string, make: () => Call<T>): Effect.Effect<T, AnySockioError> {
    return this.#run(name, make, (call) => this.connection.start(call))
  }

  /** The same for a call of `Operations.open`. */
  open(name: string, make: () => Call<void>): Effect.Effect<void, AnySockioError> {
    return this.#run(name, make, (call) => this.connection.open(call))
  }

  #run<T>(name: string, make: () => Call<T>, start: (call: Call<T>) => void): Effect.Effect<T, AnySockioError> {
    return Effect.useSpan(name, this.#spanOptions, (span) =>
      Effect.callback<T, AnySockioError>((resume) => {
        const call = make()
        const began = performance.now()
        if (call.request !== undefined) span.attribute('sockio.request.size', call.request.length)
        call.onValue = (value) => {
          this.#metrics.ended(performance.now() - began)
          resume(Effect.succeed(value))
        }
        call.onError = (error) => {
          const failure = tagged(error)
          this.#metrics.ended(performance.now() - began)
          this.#metrics.failed(failure)
          resume(Effect.fail(failure))
        }
        start(call)
        return Effect.sync(() => this.connection.abort(call, new Error('the fiber was interrupted')))
      }),
    )
  }
}
