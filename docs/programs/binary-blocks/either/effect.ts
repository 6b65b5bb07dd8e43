import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.write('WAV:POIN 4\n')
  for (const request of ['*OPC?\n', 'WAV:DATA?\n']) {
    const reply = yield* tcp.writeReadLine(request, { blocks: true })
    yield* Console.log(reply.subarray(0, 3).toString('latin1').trimEnd())
  }
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '5 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
