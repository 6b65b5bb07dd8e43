import { Tcp } from '@sockio/effect'
import { uint16 } from '@sockio/instrument'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
  const samples = yield* tcp.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }) // Uint16Array
  yield* Console.log(samples.length, samples[0])
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '5 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
