import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const ask = Effect.fnUntraced(function* (request: string) {
  const tcp = yield* Tcp
  const [, reply = ''] = yield* tcp.writeReadLines(`${request}\n`, 2, {
    encoding: 'utf8',
  })
  return reply
})

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* ask('*IDN?'))
  yield* tcp.writeReadLine('CHAN1:SCAL 0.5\n') // a command has its echo, too
  yield* Console.log(yield* ask('CHAN1:SCAL?'))
})

const Oscilloscope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Oscilloscope))
