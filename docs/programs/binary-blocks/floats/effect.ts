import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const bytes = yield* tcp.writeReadBlock('CURV?\n')
  const volts = Float32Array.from({ length: bytes.length / 4 }, (_, i) =>
    bytes.readFloatBE(4 * i),
  )
  yield* Console.log(volts)
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
