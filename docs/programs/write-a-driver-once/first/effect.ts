import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { supply } from './supply.mts'

const program = Effect.gen(function* () {
  const psu = supply.on(yield* Tcp)
  yield* psu.voltage.set(5)
  yield* psu.output.set('on') // 'off' or 'on': another word does not compile
  yield* Console.log(`${yield* psu.voltage.get()} V, ${yield* psu.output.get()}`)
  yield* psu.voltage
    .set(31)
    .pipe(Effect.catchDefect((error) => Console.log(String(error))))
})

const Supply = Tcp.layer({ host: '127.0.0.1', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Supply))
