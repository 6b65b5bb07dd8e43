/** A test layer: the service `Tcp` on a simulated instrument, and the instrument, to inject faults into it. */
import { type Device, type SimulatedDevice, type SimulateOptions, simulate } from '@sockio/sim'
import { Context, Effect, Layer, type Scope } from 'effect'
import type { Options } from './options.ts'
import { Tcp } from './tcp.ts'

/**
 * The simulated instrument, on a port of its own.
 *
 * @example
 * const device = yield* Simulator
 * device.inject(faults.silence({ match: 'READ?' }))
 */
export class Simulator extends Context.Service<Simulator, SimulatedDevice>()('@sockio/effect/testing/Simulator') {
  /** The instrument without the service, for a test with several: it lives as long as the scope. */
  static make(device: Device, options?: SimulateOptions): Effect.Effect<SimulatedDevice, never, Scope.Scope> {
    return Effect.acquireRelease(
      Effect.promise(() => simulate(device, options)),
      (simulated) => Effect.promise(() => simulated.close()),
    )
  }

  /** Plays `device` as long as the layer lasts. */
  static layer(device: Device, options?: SimulateOptions): Layer.Layer<Simulator> {
    return Layer.effect(Simulator, Simulator.make(device, options))
  }

  /**
   * The service `Tcp` connected to it, and the instrument itself.
   *
   * @example
   * program.pipe(Effect.provide(Simulator.layerTcp(scope(), { timeout: 1000 })))
   */
  static layerTcp<R = never>(
    device: Device,
    options?: Options<R>,
    simulation?: SimulateOptions,
  ): Layer.Layer<Tcp | Simulator, never, R> {
    const connected = Effect.flatMap(Simulator, ({ host, port }) => Tcp.make(host, port, options))
    return Layer.effect(Tcp, connected).pipe(Layer.provideMerge(Simulator.layer(device, simulation)))
  }
}
