import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('*IDN?'))
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '1 second' })
await Effect.runPromise(Effect.provide(program, Scope))
