import { Tcp } from '@sockio/effect'
import { Console, Data, Effect } from 'effect'

class OtherMaker extends Data.TaggedError('OtherMaker')<{ readonly message: string }> {}

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('MEAS:VOLT?'))
}).pipe(
  Effect.catchTag('InitError', ({ code, cause }) =>
    cause instanceof OtherMaker
      ? Console.log(code, cause.message)
      : Console.log(code, cause),
  ),
)

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  onConnectionMade: Effect.fnUntraced(function* (session) {
    const [maker] = (yield* session.query('*IDN?')).split(',')
    if (maker !== 'ACME')
      yield* new OtherMaker({ message: `this is an instrument of ${maker}` })
  }),
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
