import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('TEMP?'))
})

const Oven = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '2 seconds',
  eol: '\r\n> ',
  writeEol: '\n',
  onConnectionMade: (session) => session.readUntil('> '), // the first one
})
await Effect.runPromise(Effect.provide(program, Oven))
