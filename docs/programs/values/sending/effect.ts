import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { generator, volts } from './generator.ts'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const set = (values: number[]) =>
    Effect.suspend(() => tcp.command(`LIST:VOLT ${volts.encode(values)}`))

  yield* set([0.1, 1e-7, -2])
  yield* Console.log(yield* tcp.query('LIST:VOLT?'))
  yield* set([0, 12]).pipe(Effect.catchDefect((error) => Console.log(String(error)))) // nothing is sent

  const { waveform } = generator.on(tcp)
  yield* waveform.set(Float32Array.of(0.5, 1))
  yield* Console.log(yield* waveform.get())
})

const Generator = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '1 second' })
await Effect.runPromise(Effect.provide(program, Generator))
