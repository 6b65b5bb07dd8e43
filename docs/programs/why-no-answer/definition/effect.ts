import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { oven } from './oven.ts'

const program = Effect.gen(function* () {
  const ready = oven.on(yield* Tcp)
  const { manufacturer } = yield* ready.identity.get()
  yield* Console.log(manufacturer)
})

const Oven = Tcp.layerUrl('tcp://scope.lab:5025', { ...oven.link, timeout: '2 seconds' })
await Effect.runPromise(Effect.provide(program, Oven))
