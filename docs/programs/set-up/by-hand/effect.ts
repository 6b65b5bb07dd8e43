import { type Session, Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Console, Effect, Schedule, Schema, Stream } from 'effect'

class Refused extends Schema.TaggedError<Refused>()('Refused', {
  command: Schema.String,
  errors: Schema.Array(Schema.String),
}) {}

/** What is in the instrument's queue of errors. */
const errors = (session: Session) =>
  Stream.fromEffectRepeat(session.query('SYST:ERR?')).pipe(
    Stream.take(32),
    Stream.takeWhile((error) => Number.parseInt(error, 10) !== 0), // 0,"No error"
    Stream.runCollect,
  )

/** Tells it a command, waits until that is done, and fails with what it complains of. */
const checked = Effect.fn('checked')(function* (session: Session, command: string) {
  yield* session.command(command)
  yield* session.query('*OPC?')
  const found = yield* errors(session)
  if (found.length > 0) return yield* new Refused({ command, errors: found })
})

const Supply = Tcp.layer({
  host: 'supply.lab',
  port: 5025,
  timeout: '10 seconds',
  reconnect: Schedule.spaced('100 millis'),
  // On every connection, before anything else.
  onConnectionMade: Effect.fnUntraced(function* (session) {
    yield* session.command('*CLS') // errors of before are nobody's
    yield* checked(session, 'CURR 0.5')
    yield* Console.log('set up')
  }),
})

/** In a transaction: nobody else's error is taken for one of this command. */
const tell = (command: string) =>
  Tcp.use((tcp) => tcp.transaction((session) => checked(session, command)))

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tell('CAL')
  yield* Console.log('calibrated')
  // It reboots.
  yield* Console.log(yield* tcp.query('MEAS:CURR?', { as: number(), retries: 1 }), 'A')
  yield* tell('VOLT 31').pipe(
    Effect.catchTag('Refused', ({ command, errors }) =>
      Console.log(`${command}: ${errors.join(' ')}`),
    ),
  )
})

await Effect.runPromise(Effect.provide(program, Supply))
