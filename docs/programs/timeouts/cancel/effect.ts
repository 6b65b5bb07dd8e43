import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const stop = Effect.as(Effect.sleep('50 millis'), 'the operator pressed stop')

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  // raceFirst interrupts the other, and that cancels it
  yield* Console.log(yield* Effect.raceFirst(tcp.query('MEAS:FLUX?'), stop))
})

await Effect.runPromise(
  Effect.provide(program, Tcp.layer({ host: 'scope.lab', port: 5025 })),
)
