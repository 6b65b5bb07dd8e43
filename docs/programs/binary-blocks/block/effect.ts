import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.write('WAV:POIN 500\n')
  const waveform = yield* tcp.writeReadBlock('WAV:DATA?\n')
  yield* Console.log(waveform.length, 'bytes')
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '5 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
