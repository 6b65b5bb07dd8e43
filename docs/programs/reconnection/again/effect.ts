import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.query('MEAS:VOLT?').pipe(
    Effect.asVoid,
    Effect.catchTag('ConnectionLostError', (failure) =>
      Console.log(failure.code, failure.sent),
    ),
  )

  const volts = Number(yield* tcp.query('MEAS:VOLT?', { retries: 1 }))
  yield* Console.log(Number.isFinite(volts), yield* tcp.connectionCounter)
})

const Oscilloscope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '5 seconds' })
await Effect.runPromise(Effect.provide(program, Oscilloscope))
