import { Tcp } from '@sockio/effect'
import { Console, Duration, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const scales = Effect.forEach([1, 2, 3], (channel) => tcp.query(`CHAN${channel}:SCAL?`))
  const [taken] = yield* Effect.timed(scales)
  yield* Console.log(Duration.toMillis(taken) >= 100)
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '2 seconds',
  pacing: '50 millis',
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
