/** Runs the calls of the driver as effects: a span around each, its metrics, and interruption that cancels it. */
import { printable, type SockioError } from '@sockio/core'
import {
  type Call,
  type Caller,
  type Connection,
  calledBy,
  type Listener,
  Procedure,
  type TimeSource,
} from '@sockio/node'
import { type Context, Effect, Fiber, Tracer } from 'effect'
import type { Metrics } from './metrics.ts'
import { type AnySockioError, tagged } from './tagged.ts'

/** Ends what a fiber waits for. */
type Resume<T> = (exit: Effect.Effect<T, AnySockioError>) => void

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
    return Effect.callback((resume) => {
      const { tracer } = (Fiber.getCurrent() as Fiber.Fiber<unknown>).cache
      if (tracer === undefined || tracer === Tracer.nativeTracer) return this.#start(make(), caller, resume)
      return resume(
        Effect.useSpan(name, this.#spanOptions, (span) =>
          Effect.callback((told) => {
            const call = make()
            const { request } = call
            if (request !== undefined) span.attribute('sockio.request', printable(this.connection.redacted(request)))
            return this.#start(call, caller, told)
          }),
        ),
      )
    })
  }

  /** Gives what interrupts it. */
  #start<T>(call: Call<T>, caller: Caller | undefined, resume: Resume<T>): Effect.Effect<void> {
    const waiting = new Waiting(call, caller, resume, this.#metrics, this.#time)
    call.promised = true
    this.connection.start(call, waiting)
    return Effect.suspend(() => waiting.interrupted(this.connection))
  }
}

/** A fiber that waits for a call: one object, since a fleet has a thousand of these at once. */
class Waiting<T> implements Listener<T> {
  readonly #call: Call<T>
  readonly #caller: Caller | undefined
  readonly #resume: Resume<T>
  readonly #metrics: Metrics
  readonly #context: Context.Context<never>
  readonly #time: TimeSource
  readonly #began: number

  constructor(call: Call<T>, caller: Caller | undefined, resume: Resume<T>, metrics: Metrics, time: TimeSource) {
    this.#call = call
    this.#caller = caller
    this.#resume = resume
    this.#metrics = metrics
    this.#context = (Fiber.getCurrent() as Fiber.Fiber<unknown>).context
    this.#time = time
    this.#began = time.now()
  }

  onValue(value: T): void {
    this.#end(Effect.succeed(value))
  }

  onError(error: SockioError): void {
    const failure = calledBy(tagged(error), this.#caller)
    this.#metrics.failed(failure, this.#context)
    this.#end(Effect.fail(failure))
  }

  onThrown(thrown: unknown): void {
    this.#end(Effect.die(thrown))
  }

  /** The steps of a driver have something to clean up, perhaps, which the fiber waits for. */
  interrupted(connection: Connection): Effect.Effect<void> {
    return Effect.callback((resume) => {
      const over = () => resume(Effect.void)
      if (this.#call instanceof Procedure) this.#call.listener = { onValue: over, onError: over, onThrown: over }
      else over()
      connection.abort(this.#call, new Error('the fiber was interrupted'))
    })
  }

  #end(exit: Effect.Effect<T, AnySockioError>): void {
    this.#metrics.ended(this.#time.now() - this.#began, this.#context)
    const resume = this.#resume
    resume(exit)
  }
}
