import { poll, Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Console, DateTime, Effect, Stream } from 'effect'

const rows = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log('time,volts')
  yield* poll(tcp, 'MEAS:VOLT?', '20 millis', { as: number({ unit: 'V' }) }).pipe(
    Stream.take(3),
    Stream.mapEffect((volts) =>
      Effect.map(DateTime.now, (now) => `${DateTime.formatIso(now)},${volts}`),
    ),
    Stream.runForEach((row) => Console.log(row)),
  )
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '1 second' })
await Effect.runPromise(Effect.provide(rows, Scope))
