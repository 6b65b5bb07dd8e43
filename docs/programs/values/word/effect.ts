import { Tcp } from '@sockio/effect'
import { choice } from '@sockio/instrument'
import { Console, Effect } from 'effect'

const format = choice({ bytes: 'BYTE', words: 'WORD' })

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.command(`WAV:FORM ${format.encode('words')}`)
  const now = yield* tcp.query('WAV:FORM?', { as: format }) // 'bytes' | 'words'
  yield* Console.log(now)
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '1 second' })
await Effect.runPromise(Effect.provide(program, Scope))
