import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import counted from './counted.ts'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log([...(yield* tcp.exchange('SPEC?\n', counted))])
})

const Analyser = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Analyser))
