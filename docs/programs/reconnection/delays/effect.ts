import { Tcp } from '@sockio/effect'
import { Console, Effect, Schedule } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.query('*IDN?').pipe(
    Effect.asVoid,
    Effect.catchTag('ConnectError', (failure) => Console.log(failure.code)),
  )
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  reconnect: Schedule.spaced('20 millis').pipe(Schedule.upTo({ times: 3 })),
  onRetry: ({ attempt, delay }) =>
    Console.log(`attempt ${attempt} failed, again in ${delay} ms`),
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
