import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.open() // else the 50 ms would be for connecting too
  yield* tcp.query('MEAS:VOLT?', { timeout: 50 }).pipe(
    Effect.asVoid,
    Effect.catchTag('TimeoutError', (failure) => Console.log(failure.code)),
  )
  yield* Console.log(yield* tcp.query('*IDN?'), yield* tcp.connectionCounter)
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '5 seconds',
  resync: 'discard',
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
