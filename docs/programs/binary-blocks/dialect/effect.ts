import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const curve = yield* tcp.writeReadBlock('CURV?\n', { dialect: { header: true } })
  yield* Console.log(String(curve)) // of :CURV #15hello
  const all = yield* tcp.writeReadBlock('ALL?\n', { dialect: { several: true } })
  yield* Console.log(String(all)) // of #13one,#13two
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
