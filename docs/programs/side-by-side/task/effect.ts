import { Tcp } from '@sockio/effect'
import { Console, Effect, Stream } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('*IDN?'))

  yield* tcp.query('MEAS:FLUX?', { timeout: 100 }).pipe(
    Effect.asVoid,
    Effect.catchTag('TimeoutError', (error) => Console.log(error.code, error.phase)),
  )

  const lines = tcp.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
  yield* lines.pipe(Stream.take(3), Stream.runForEach(Console.log))
})

const Oscilloscope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '1 second',
  onConnectionMade: (session) => session.write('CHAN1:SCAL 0.5\n'),
})
await Effect.runPromise(Effect.provide(program, Oscilloscope))
