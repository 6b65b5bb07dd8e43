import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { careless } from './careless.mts'

const program = Effect.gen(function* () {
  const psu = careless.on(yield* Tcp)
  yield* psu.voltage
    .set(25)
    .pipe(
      Effect.catchTag('InstrumentError', ({ number, text, command }) =>
        Effect.andThen(Console.log(number, text), Console.log(command)),
      ),
    )
})

const Supply = Tcp.layerUrl('tcp://127.0.0.1:5025', { timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Supply))
