import { Tcp } from '@sockio/effect'
import { Console, Effect, Stream } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  let sum = 0
  let count = 0
  yield* tcp
    .lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
    .batches()
    .pipe(
      Stream.tap((lines) =>
        Effect.sync(() => {
          for (const line of lines) sum += Number(line)
          count += lines.length // at least one
        }),
      ),
      Stream.takeUntil(() => count >= 5),
      Stream.runDrain,
    )
  yield* Console.log(sum === (count * (count - 1)) / 2)
})

await Effect.runPromise(
  Effect.provide(program, Tcp.layer({ host: 'scope.lab', port: 5025 })),
)
