import { Tcp } from '@sockio/effect'
import { Simulator } from '@sockio/effect/testing'
import { scope } from '@sockio/sim'
import { Console, Effect, Fiber } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const device = yield* Simulator
  const writing = yield* Effect.forkChild(tcp.write('TRIG:LEV 0.2\n'))
  yield* Console.log(yield* Effect.promise(() => device.received(/^TRIG/))) // as soon as it has arrived
  yield* Fiber.join(writing)
  yield* tcp.close()
  yield* Effect.promise(() => device.disconnected())
  yield* Console.log(device.clients)
})

await Effect.runPromise(Effect.provide(program, Simulator.layerTcp(scope())))
