import { Tcp } from '@sockio/effect'
import { Console, Effect, Schedule } from 'effect'
import { supply } from './supply.ts'

const Supply = Tcp.layer({
  ...supply.link,
  host: 'supply.lab',
  port: 5025,
  timeout: '10 seconds',
  reconnect: Schedule.spaced('100 millis'),
  // On every connection, before anything else.
  onConnectionMade: (session) =>
    Effect.andThen(supply.on(session).limit.set(0.5), Console.log('set up')),
})

const program = Effect.gen(function* () {
  const psu = supply.on(yield* Tcp)
  yield* psu.calibrate()
  yield* Console.log('calibrated')
  yield* Console.log(yield* psu.current.get({ retries: 1 }), 'A') // it reboots
  yield* psu.voltage
    .set(31)
    .pipe(
      Effect.catchTag('InstrumentError', ({ command, number, text }) =>
        Console.log(`${command}: ${number} ${text}`),
      ),
    )
})

await Effect.runPromise(Effect.provide(program, Supply))
