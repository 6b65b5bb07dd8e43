import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('*IDN?'))
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '2 seconds',
  onConnectionMade: (session) =>
    Effect.flatMap(session.readLine({ encoding: 'utf8' }), Console.log),
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
