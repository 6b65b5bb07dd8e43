import { writeFile } from 'node:fs/promises'
import { Tcp } from '@sockio/effect'
import { uint16 } from '@sockio/instrument'
import { Console, Effect } from 'effect'
import { picture } from './picture.ts'
import { preamble, scaled } from './waveform.ts'

// In a transaction: nobody else changes the scale between the two.
const waveform = Tcp.use((tcp) =>
  tcp.transaction(
    Effect.fnUntraced(function* (session) {
      yield* session.command('WAV:SOUR CHAN1;POIN 400;FORM WORD;BYT LSBF')
      return {
        preamble: yield* session.query('WAV:PRE?', { as: preamble }),
        samples: yield* session.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }),
      }
    }),
  ),
)

const program = Effect.gen(function* () {
  const { preamble, samples } = yield* waveform
  const { seconds, volts } = scaled({ preamble, samples })
  yield* Console.log(volts.length, 'points of', preamble.points)
  yield* Console.log('at', seconds[0], 's:', volts[0]?.toFixed(3), 'V')
  yield* Effect.tryPromise(() => writeFile('waveform.svg', picture(seconds, volts)))
})

const Scope = Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '10 seconds' })
await Effect.runPromise(Effect.provide(program, Scope))
