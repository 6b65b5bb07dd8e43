import { Tcp } from '@sockio/effect'
import { Console, Effect, Stream } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('*IDN?'))

  const lines = tcp.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
  yield* lines.pipe(Stream.take(3), Stream.runForEach(Console.log))
  yield* Console.log(yield* tcp.query('*OPC?'))
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '1 second' })
await Effect.runPromise(Effect.provide(program, Scope))
