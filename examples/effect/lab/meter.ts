/** The multimeter. */
import { type LineError, Tcp } from '@sockio/effect'
import { Context, Effect, Layer, Schedule, Schema } from 'effect'
import { connectedTo } from './connection.ts'

const Reading = Schema.FiniteFromString

export class Meter extends Context.Service<
  Meter,
  { readonly current: Effect.Effect<number, LineError | Schema.SchemaError> }
>()('lab/Meter') {
  static readonly options = {
    timeout: 5000,
    retries: 2, // a reading that a lost connection cut is asked for again: it does no harm
    ...connectedTo('METER'),
  }

  /** On whatever `Tcp` it is given: in a test, that of a simulator. */
  static readonly layerNoDeps = Layer.effect(
    Meter,
    Effect.gen(function* () {
      const tcp = yield* Tcp
      return Meter.of({
        current: tcp.query('MEAS:CURR?', { timeout: 1000 }).pipe(
          Effect.retry({
            schedule: Schedule.exponential('200 millis'),
            times: 3,
            while: (error) => error._tag === 'TimeoutError',
          }),
          Effect.flatMap(Schema.decodeEffect(Reading)),
        ),
      })
    }),
  )

  /** At METER_HOST and METER_PORT. */
  static readonly layer = Meter.layerNoDeps.pipe(Layer.provide(Tcp.layerConfig(Tcp.config('METER'), Meter.options)))
}
