import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const wrong = yield* Tcp.make('scope.lab', 5025)
  yield* wrong.open()
  yield* wrong.query('TEMP?', { timeout: 100 }).pipe(
    Effect.asVoid,
    Effect.catchTag('TimeoutError', (failure) => Console.log(failure.message)),
  )

  const right = yield* Tcp.make('scope.lab', 5025, {
    timeout: '2 seconds',
    eol: '\r\n',
    writeEol: '\r',
  })
  yield* Console.log(yield* right.query('TEMP?'))
})

await Effect.runPromise(Effect.scoped(program))
