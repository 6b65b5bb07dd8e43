import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const other = yield* Tcp.make('scope.lab', 5025, { timeout: '2 seconds' })
  yield* other.query('*OPC?')
  yield* Effect.forkChild(Effect.delay(other.close(), '500 millis'))

  const tcp = yield* Tcp.make('scope.lab', 5025, {
    timeout: '10 seconds',
    settle: '500 millis',
    reconnect: { retries: 50, minDelay: '50 millis', factor: 1 },
  })
  yield* Console.log(yield* tcp.query('*IDN?'))
})

await Effect.runPromise(Effect.scoped(program))
