import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('*IDN?'))
  yield* tcp.query('MEAS:FLUX?', { timeout: 100 }).pipe(
    // it does not know that, and says nothing
    Effect.asVoid,
    Effect.catchTag('TimeoutError', (error) =>
      Effect.andThen(Console.log(error.message), Console.log(error.phase, error.sent)),
    ),
  )
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
