import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const spectrum = yield* tcp.transaction(
    Effect.fnUntraced(function* (session) {
      yield* session.write('SPEC?\n')
      const header = yield* session.readExactly(4)
      return yield* session.readExactly(header.readUInt32BE(0))
    }),
  )
  yield* Console.log([...spectrum])
})

const Analyser = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Analyser))
