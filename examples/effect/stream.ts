/**
 * A stream: starts an acquisition, prints ten of its lines, and stops it.
 *
 *     node examples/effect/stream.ts [host port]
 */
import { Tcp } from '@sockio/effect'
import { Console, Effect, Stream } from 'effect'
import { instrument } from '../instrument.ts'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8', timeout: 2000 }).pipe(
    Stream.take(10),
    Stream.runForEach((line) => Console.log('line:', line)),
  )
  yield* Console.log('then:', yield* tcp.query('*IDN?'))
})

await using device = await instrument()
const layer = Tcp.layer({ host: device.host, port: device.port, timeout: 2000 })
await Effect.runPromise(program.pipe(Effect.provide(layer)))
