import { Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const scale = yield* tcp.query('CHAN1:SCAL?', { as: number({ unit: 'V' }) })
  yield* Console.log(scale * 8, 'V on the screen')
  yield* tcp.query('WAV:FORM?', { as: number() }).pipe(
    Effect.asVoid,
    Effect.catchTag('DecodeError', ({ expected, partial }) =>
      Console.log(expected, '|', partial?.toString()),
    ),
  )
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '1 second' })
await Effect.runPromise(Effect.provide(program, Scope))
