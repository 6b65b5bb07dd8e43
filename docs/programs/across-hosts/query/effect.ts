import '@sockio/hub/nats'
import { Tcp } from '@sockio/effect'
import { Console, Effect, Schedule } from 'effect'

const program = Effect.gen(function* () {
  const psu = yield* Tcp
  yield* Console.log(yield* psu.query('*IDN?'))
})

const Supply = Tcp.layerUrl('nats://127.0.0.1:4222/lab/psu1', {
  timeout: '2 seconds',
  reconnect: Schedule.spaced('1 second').pipe(Schedule.upTo({ times: 20 })), // until the next hub owns it
})
await Effect.runPromise(Effect.provide(program, Supply))
