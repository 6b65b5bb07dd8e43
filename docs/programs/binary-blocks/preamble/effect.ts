import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { scaled } from './point.ts'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
  const preamble = yield* tcp.query('WAV:PRE?')
  const point = scaled(preamble, yield* tcp.writeReadBlock('WAV:DATA?\n'))
  for (const i of [0, 31, 500]) yield* Console.log(point(i))
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '5 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
