/** The power supply. */
import { type LineError, Tcp } from '@sockio/effect'
import { Context, Effect, Layer, type Scope } from 'effect'
import { connectedTo } from './connection.ts'

export class Supply extends Context.Service<
  Supply,
  {
    /** The output is on for as long as the scope, however that ends. */
    readonly output: Effect.Effect<void, LineError, Scope.Scope>
    readonly set: (volts: number) => Effect.Effect<void, LineError>
  }
>()('lab/Supply') {
  static readonly options = {
    timeout: 2000,
    ...connectedTo('SUPPLY'),
  }

  /** On whatever `Tcp` it is given: in a test, that of a simulator. */
  static readonly layerNoDeps = Layer.effect(
    Supply,
    Effect.gen(function* () {
      const tcp = yield* Tcp
      /** Done when the supply has done it. */
      const command = (text: string) => Effect.asVoid(tcp.query(`${text};*OPC?`))
      const off = command('OUTP OFF').pipe(
        Effect.catch((error) => Effect.logError('the output of the supply may still be on', error.message)),
      )
      return Supply.of({
        output: Effect.acquireRelease(command('OUTP ON'), () => off),
        set: (volts) => command(`VOLT ${volts}`),
      })
    }),
  )

  /** At SUPPLY_HOST and SUPPLY_PORT. */
  static readonly layer = Supply.layerNoDeps.pipe(Layer.provide(Tcp.layerConfig(Tcp.config('SUPPLY'), Supply.options)))
}
