import { Tcp } from '@sockio/effect'
import { Console, Effect, Stream } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  // The start is sent on every connection.
  const lines = tcp.lines({
    start: 'ACQ:STAR',
    stop: 'ACQ:STOP',
    encoding: 'utf8',
    reconnect: true,
  })
  yield* lines.pipe(
    Stream.tap((line) => (line === '2' ? tcp.command('SYST:REB') : Effect.void)),
    Stream.filterEffect((line) =>
      Effect.map(tcp.connectionCounter, (connection) => line === '0' && connection === 2),
    ),
    Stream.take(1),
    Stream.runForEach((line) =>
      Console.log('first line of the second connection:', line),
    ),
  )
})

await Effect.runPromise(
  Effect.provide(program, Tcp.layer({ host: 'scope.lab', port: 5025 })),
)
