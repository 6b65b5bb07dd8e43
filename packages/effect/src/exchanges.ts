/** Runs the calls of the driver as effects: a span around each, its metrics, and interruption that cancels it. */
import { printable } from '@sockio/core'
import { type Call, type Caller, type Connection, calledBy, Procedure, type TimeSource } from '@sockio/node'
import { type Context, Effect, Tracer } from 'effect'
import type { Metrics } from './metrics.ts'
import { type AnySockioError, tagged } from './tagged.ts'

/** A call: how it is made, and who has asked for it. */
interface Asked<T> {
  readonly make: () => Call<T>
  readonly caller: Caller | undefined
}

export class Exchanges {
  readonly connection: Connection
  readonly #metrics: Metrics
  readonly #time: TimeSource
  readonly #spanOptions: Tracer.SpanOptionsNoTrace

  constructor(connection: Connection, metrics: Metrics, time: TimeSource) {
    const { host, port } = connection.address
    this.connection = connection
    this.#metrics = metrics
    this.#time = time
    this.#spanOptions = {
      kind: 'client',
      attributes: { 'server.address': host, 'server.port': port, 'network.transport': 'tcp' },
    }
  }

  /**
   * The call that `make` makes. What `make` throws is a bad argument: a defect. Interruption ends the call by the same
   * rules as an aborted signal, at once. With a span, where somebody may look at it: those of the native tracer are for
   * children, which a call has not.
   */
  run<T>(name: string, make: () => Call<T>, caller: Caller | undefined): Effect.Effect<T, AnySockioError> {
    const asked = { make, caller }
    return Effect.withFiber((fiber) => {
      if (fiber.getRef(Tracer.Tracer) === Tracer.nativeTracer) return this.#run(asked, fiber.context)
      return Effect.useSpan(name, this.#spanOptions, (span) => this.#run(asked, fiber.context, span))
    })
  }

  #run<T>(
    { make, caller }: Asked<T>,
    context: Context.Context<never>,
    span?: Tracer.Span,
  ): Effect.Effect<T, AnySockioError> {
    return Effect.callback((resume) => {
      const call = make()
      const began = this.#time.now()
      const { request } = call
      if (request !== undefined) span?.attribute('sockio.request', printable(this.connection.redacted(request)))
      call.onValue = (value) => {
        this.#metrics.ended(this.#time.now() - began, context)
        resume(Effect.succeed(value))
      }
      call.onError = (error) => {
        const failure = calledBy(tagged(error), caller)
        this.#metrics.ended(this.#time.now() - began, context)
        this.#metrics.failed(failure, context)
        resume(Effect.fail(failure))
      }
      call.onThrown = (thrown) => {
        this.#metrics.ended(this.#time.now() - began, context)
        resume(Effect.die(thrown))
      }
      this.connection.start(call)
      return this.#interrupted(call)
    })
  }

  /** The steps of a driver have something to clean up, perhaps, which the fiber waits for. */
  #interrupted<T>(call: Call<T>): Effect.Effect<void> {
    return Effect.callback((resume) => {
      if (call instanceof Procedure) {
        call.onValue = call.onError = call.onThrown = () => resume(Effect.void)
      } else resume(Effect.void)
      this.connection.abort(call, new Error('the fiber was interrupted'))
    })
  }
}
