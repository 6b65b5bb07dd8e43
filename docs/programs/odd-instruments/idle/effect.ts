import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(
    yield* tcp.exchange('ST?\n', { idle: '50 millis' }, { encoding: 'utf8' }),
  )
})

const Oven = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Oven))
