import { Tcp } from '@sockio/effect'
import { Console, Effect, Stream } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp
    .lines({ match: /^\d+$/, start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
    .pipe(
      Stream.tap((sample) => Console.log('sample', sample)),
      Stream.takeUntil((sample) => sample === '1', { excludeLast: true }),
      Stream.mapEffect(() => tcp.query('*IDN?')),
      Stream.runForEach((reply) => Console.log('reply', reply)),
    )
})

const Oscilloscope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Oscilloscope))
