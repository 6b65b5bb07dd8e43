import { Tcp } from '@sockio/effect'
import { Simulator } from '@sockio/effect/testing'
import { replay } from '@sockio/recorder'
import { Console, Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log(yield* tcp.query('*IDN?'))
})

const Replayed = Simulator.layerTcp(replay('session.jsonl'), { timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Replayed))
