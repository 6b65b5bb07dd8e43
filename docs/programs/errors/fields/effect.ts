import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.open()
  const error = yield* tcp.query('MEAS:FLUX?', { timeout: 100 }).pipe(Effect.flip)
  yield* Console.log(error._tag, error.code, error.phase, error.sent)
  yield* Console.log(String(error.request), error.partial?.length)
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
