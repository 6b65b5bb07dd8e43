import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { supply } from './supply.mts'

const program = Effect.gen(function* () {
  const psu = supply.on(yield* Tcp)

  yield* Console.log(yield* psu.protection.get()) // a record
  yield* Console.log(yield* psu.sensor[2].temperature.get()) // a channel: 3 does not compile
  yield* psu.recall(1)
  yield* psu.calibrate() // when the instrument says that it is done
  yield* Console.log(yield* psu.sweep(1, 2))

  yield* psu.voltage
    .set(25)
    .pipe(Effect.catchDefect((error) => Console.log(String(error))))
})

const options = { ...supply.link, timeout: '2 seconds' } as const
const Supply = Tcp.layerUrl('tcp://127.0.0.1:5025', options)
await Effect.runPromise(Effect.provide(program, Supply))
