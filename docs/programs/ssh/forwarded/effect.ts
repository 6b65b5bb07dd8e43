import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const scope = yield* Tcp
  yield* Console.log(yield* scope.query('*IDN?'))
  yield* Console.log(Number(yield* scope.query('CHAN1:SCAL?')), 'V')
})

const Scope = Tcp.layerUrl('tcp://127.0.0.1:5025', {
  timeout: '10 seconds',
  settle: '300 millis',
})
await Effect.runPromise(Effect.provide(program, Scope))
