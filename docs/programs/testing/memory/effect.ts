import { socketForUrl } from '@sockio/effect'
import { Simulator } from '@sockio/effect/testing'
import { registerScheme } from '@sockio/node'
import { memory, raw, scope } from '@sockio/sim'
import { Console, Effect } from 'effect'

registerScheme('memory', memory)

const program = Effect.gen(function* () {
  const device = yield* Simulator.make(scope(), { memory: 'scope' })
  const sock = yield* socketForUrl(device.url, { timeout: '2 seconds' }) // memory://scope
  yield* Console.log((yield* sock.query('*IDN?')).split(',')[1])

  // As on GPIB, VXI-11 and HiSLIP: the end of a reply is said, and its end of line may be missing.
  const meter = yield* Simulator.make(
    { 'READ?': raw('4.998') },
    { memory: 'meter', messages: true },
  )
  const bus = yield* socketForUrl(meter.url, { timeout: '2 seconds' })
  yield* Console.log(yield* bus.query('READ?'))
})

await Effect.runPromise(Effect.scoped(program))
