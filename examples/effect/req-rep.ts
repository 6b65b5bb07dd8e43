/**
 * Request and reply: who are you, and what do you measure?
 *
 *     node examples/effect/req-rep.ts [host port]
 */
import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { instrument } from '../instrument.ts'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* Console.log('identity:', yield* tcp.query('*IDN?'))

  // Any number of fibers may share the service: each gets the reply to its own request.
  const { volts, current, ready } = yield* Effect.all(
    { volts: tcp.query('MEAS:VOLT?'), current: tcp.query('MEAS:CURR?'), ready: tcp.query('*OPC?') },
    { concurrency: 'unbounded' },
  )
  yield* Console.log('voltage:', Number(volts), 'current:', Number(current), 'ready:', ready)

  const waveform = yield* tcp.writeReadBlock('WAV:DATA?\n')
  yield* Console.log('waveform:', waveform.length, 'bytes')
})

await using device = await instrument()
const layer = Tcp.layer({ host: device.host, port: device.port, timeout: 2000 })
await Effect.runPromise(program.pipe(Effect.provide(layer)))
