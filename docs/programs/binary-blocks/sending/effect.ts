import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { message } from './message.ts'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const samples = message('DATA', Buffer.from('0123456789'))
  yield* Console.log(yield* tcp.writeReadLine(samples, { encoding: 'utf8' })) // it tells how much has come
})

const Generator = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Generator))
