import { Tcp } from '@sockio/effect'
import { Console, Effect, Schedule, Stream } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const lines = tcp.lines({
    start: 'ACQ:STAR',
    stop: 'ACQ:STOP',
    encoding: 'utf8',
    overflow: 'latest',
  })
  const slowPlot = lines.dropped.pipe(
    Effect.repeat({
      until: (dropped) => dropped >= 3,
      schedule: Schedule.spaced('20 millis'),
    }),
  )
  const [first, second = 0] = yield* lines.pipe(
    Stream.map(Number),
    Stream.tap(() => slowPlot),
    Stream.take(2),
    Stream.runCollect,
  )
  yield* Console.log(first, second > 3)
})

await Effect.runPromise(
  Effect.provide(program, Tcp.layer({ host: 'scope.lab', port: 5025 })),
)
