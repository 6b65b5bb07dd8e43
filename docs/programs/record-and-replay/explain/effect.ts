import { Tcp } from '@sockio/effect'
import { explain, readRecording, recorder } from '@sockio/recorder'
import { Effect } from 'effect'

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  yield* tcp.query('*IDN?')
  yield* Effect.ignore(tcp.query('MEAS:FLUX?', { timeout: '100 millis' }))
})

const Scope = Tcp.layer({
  host: 'scope.lab',
  port: 5025,
  timeout: '2 seconds',
  ...recorder('failed.jsonl'),
})
await Effect.runPromise(Effect.provide(program, Scope))

const lines = explain(readRecording('failed.jsonl')).split('\n')
console.log(lines.slice(0, 3).join('\n'))
