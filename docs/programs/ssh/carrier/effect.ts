import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import './ssh.ts'

const program = Effect.gen(function* () {
  const scope = yield* Tcp
  yield* Console.log(yield* scope.query('*IDN?'))
  yield* Console.log(Number(yield* scope.query('CHAN1:SCAL?')), 'V')
})

const Scope = Tcp.layerUrl('ssh://gateway.lab/scope.lab:5025', {
  timeout: '10 seconds',
  settle: '300 millis',
})
await Effect.runPromise(Effect.provide(program, Scope))
