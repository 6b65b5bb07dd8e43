/** The laboratory without its instruments: a supply and a meter are simulated, with a resistor between them. */
import { Tcp } from '@sockio/effect'
import { Simulator } from '@sockio/effect/testing'
import { type SimulatedDevice, scpi } from '@sockio/sim'
import { Context, Effect, Layer } from 'effect'
import { Meter } from './meter.ts'
import { Supply } from './supply.ts'

export const OHMS = 50

/** The simulated instruments, to look at and to inject faults into. */
export class Bench extends Context.Service<
  Bench,
  { readonly supply: SimulatedDevice; readonly meter: SimulatedDevice; readonly isOn: Effect.Effect<boolean> }
>()('lab/Bench') {
  static readonly layer = Layer.effect(
    Bench,
    Effect.gen(function* () {
      let volts = 0
      let on = false
      const supply = yield* Simulator.make(
        scpi({
          '*IDN?': 'ACME,SUPPLY,1,1.0',
          VOLTage: (call) => {
            volts = call.number(0, 30)
          },
          'OUTPut[:STATe]': (call) => {
            on = call.boolean()
          },
        }),
      )
      const meter = yield* Simulator.make(
        scpi({
          '*IDN?': 'ACME,METER,2,1.0',
          'MEASure:CURRent?': () => (on ? volts / OHMS : 0).toFixed(4),
        }),
      )
      return Bench.of({ supply, meter, isOn: Effect.sync(() => on) })
    }),
  )
}

/** The services of the laboratory, on the simulated instruments. */
export const simulated = Layer.unwrap(
  Bench.useSync(({ supply, meter }) =>
    Layer.merge(
      Supply.layerNoDeps.pipe(Layer.provide(Tcp.layerUrl(supply.url, Supply.options))),
      Meter.layerNoDeps.pipe(Layer.provide(Tcp.layerUrl(meter.url, Meter.options))),
    ),
  ),
).pipe(Layer.provideMerge(Bench.layer))
