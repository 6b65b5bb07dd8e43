import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const identity = tcp.query('*IDN?').pipe(Effect.flatMap(Console.log))
  yield* identity.pipe(
    Effect.catchTag('NotConnectedError', (failure) => Console.log(failure.code)),
  )
  yield* tcp.open()
  yield* identity
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  autoReconnect: false,
  timeout: '1 second',
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
