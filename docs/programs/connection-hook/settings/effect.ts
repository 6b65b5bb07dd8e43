import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('CHAN1:SCAL?'))
  const lost = yield* Effect.flip(tcp.query('SYST:REB')) // off, and back after 100 ms
  yield* Console.log(lost.code)
  yield* Console.log(yield* tcp.query('CHAN1:SCAL?'))
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '5 seconds',
  reconnect: { retries: Infinity, minDelay: '50 millis', maxDelay: '1 second' },
  onConnectionMade: Effect.fnUntraced(function* (session) {
    yield* session.write('CHAN1:SCAL 0.5\n')
    if ((yield* session.query('*OPC?')) !== '1')
      return yield* Effect.fail(new Error('not ready'))
    yield* Console.log('initialised')
  }),
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
