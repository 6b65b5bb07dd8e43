import { poll, Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Console, Effect, Schema, Stream } from 'effect'

const LIMIT = 0.5 // A
const PERIOD = '100 millis'

class Alarm extends Schema.TaggedError<Alarm>()('Alarm', { message: Schema.String }) {}

/** The work: slowly up. */
const ramp = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.command('VOLT 0;OUTP ON')
  for (let volts = 1; volts <= 10; volts++) {
    yield* tcp.query(`VOLT ${volts};*OPC?`)
    yield* Effect.sleep('200 millis')
  }
})

/** The watchdog: fails with what there is to be alarmed about. */
const watch = Effect.gen(function* () {
  const tcp = yield* Tcp
  const look = tcp
    .query('MEAS:CURR?', { as: number({ unit: 'A' }), timeout: '2 seconds' })
    .pipe(
      Effect.flatMap((seen) =>
        seen > LIMIT
          ? new Alarm({ message: `${seen} A, more than ${LIMIT} A` })
          : Effect.void,
      ),
      Effect.catchIf(
        (error) => error._tag === 'TimeoutError' && error.phase === 'queued',
        () => Console.log('busy: not seen'),
      ),
      Effect.mapError(({ message }) => new Alarm({ message })),
    )
  return yield* Stream.runDrain(poll(tcp, () => look, PERIOD))
})

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const off = tcp.query('OUTP OFF;OUTP?', { timeout: '2 seconds' })
  // Whichever ends first interrupts the other.
  yield* Effect.raceFirst(ramp, watch).pipe(
    Effect.catch(({ message }) => Console.log('alarm:', message)),
    Effect.ensuring(
      off.pipe(
        Effect.flatMap((state) => Console.log('output:', state)),
        Effect.orDie,
      ),
    ),
  )
})

const Supply = Tcp.layer({ host: 'supply.lab', port: 5025, timeout: '10 seconds' })
await Effect.runPromise(Effect.provide(program, Supply))
