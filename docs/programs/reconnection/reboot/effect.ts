import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('*IDN?'))
  yield* tcp.query('SYST:REB').pipe(
    // off, in place of a reply, and back after 200 ms
    Effect.asVoid,
    Effect.catchTag('ConnectionLostError', (error) => Console.log(error.code)),
  )
  yield* Console.log(yield* tcp.query('*IDN?'), yield* tcp.connectionCounter)
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '10 seconds',
  reconnect: { retries: Infinity, minDelay: '50 millis', maxDelay: '1 second' },
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
