import { Tcp } from '@sockio/effect'
import { list, number, record } from '@sockio/instrument'
import { Console, Effect } from 'effect'

const limits = record({ low: number(), high: number() }, { separator: ';' })

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('FETC?', { as: list(number()) })) // of 1.25,-2.5E-01,9.91E37
  const { low, high } = yield* tcp.query('LIM?', { as: limits }) // of 0;30
  yield* Console.log(low, high)
})

const Meter = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '1 second' })
await Effect.runPromise(Effect.provide(program, Meter))
