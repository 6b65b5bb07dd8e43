import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('MEAS:VOLT?'))
  yield* Console.log(yield* tcp.query('*IDN?'))
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '2 seconds',
  onStray: (bytes) => Console.log('stray:', Buffer.from(bytes).toString().trim()),
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
