import { Tcp } from '@sockio/effect'
import { Console, Effect, Stream } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' }).pipe(
    Stream.tap(Console.log),
    Stream.tap((line) => (line === '1' ? tcp.write('CHAN1:SCAL 0.5\n') : Effect.void)), // writing is possible at any time
    Stream.takeUntil((line) => line === '2'), // its end sends the stop
    Stream.runDrain,
  )
  yield* Console.log(yield* tcp.query('*IDN?'))
})

await Effect.runPromise(
  Effect.provide(program, Tcp.layer({ host: 'scope.lab', port: 5025 })),
)
