import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

/** For at most two seconds, once it is our turn; the end of the scope gives it back. */
const held = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Effect.acquireRelease(tcp.command('++hold 2000'), () =>
    Effect.ignore(tcp.command('++release')),
  )
})

const program = Effect.gen(function* () {
  const psu = yield* Tcp
  yield* held
  yield* psu.command('VOLT 5')
  yield* psu.command('OUTP ON')
  yield* Console.log(Number(yield* psu.query('MEAS:CURR?')), 'A')
})

const Supply = Tcp.layer({ host: '127.0.0.1', port: 7001, timeout: '5 seconds' })
await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(Supply)))
