import { Tcp } from '@sockio/effect'
import { uint16 } from '@sockio/instrument'
import { Console, Effect } from 'effect'
import { inVolts, preamble } from './waveform.ts'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.command('WAV:POIN 1000;FORM WORD;BYT LSBF')
  const scale = yield* tcp.query('WAV:PRE?', { as: preamble })
  const samples = yield* tcp.query('WAV:DATA?', { as: uint16({ endian: 'little' }) })
  const volts = inVolts(samples, scale)
  yield* Console.log(volts.length, Math.max(...volts).toFixed(3), 'V at most')
  yield* Console.log(
    'from',
    1000 * scale.xOrigin,
    'ms, each',
    1e6 * scale.xIncrement,
    'µs',
  )
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '5 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
