import { Tcp } from '@sockio/effect'
import { recorder } from '@sockio/recorder'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('*IDN?'))
})

const Scope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '2 seconds',
  ...recorder('session.jsonl'),
})
await Effect.runPromise(Effect.provide(program, Scope))
