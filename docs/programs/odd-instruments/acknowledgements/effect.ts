import { Tcp } from '@sockio/effect'
import { Console, Data, Effect } from 'effect'

class Refused extends Data.TaggedError('Refused')<{
  readonly command: string
  readonly answer: string
}> {}

const command = Effect.fnUntraced(function* (text: string) {
  const tcp = yield* Tcp
  const answer = yield* tcp.query(text)
  if (answer !== 'OK') yield* new Refused({ command: text, answer })
})

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* command('TEMP 40')
  yield* Console.log(yield* tcp.query('TEMP?'))
})

const Oven = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Oven))
