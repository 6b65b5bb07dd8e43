/**
 * Request and reply in a flavour of one's own: who are you, and what do you measure?
 *
 *     node examples/fp-ts/req-rep.ts [host port]
 */

import { isRight } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isSome } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { instrument } from '../instrument.ts'
import { TCP } from './tcp.ts'

await using device = await instrument()
const sock = new TCP(device.host, device.port, {
  timeout: 2000,
  onConnectionMade: (session) => session.command('CHAN1:SCAL 0.5'),
})

const measured = pipe(
  TE.Do,
  TE.bind('identity', () => sock.query('*IDN?')),
  TE.bind('scale', () => sock.transaction((session) => session.query('CHAN1:SCAL?'))),
)
console.log(await measured())

await sock.command('ACQ:STAR')()
const lines = sock.lines({ encoding: 'utf8' })
for (let n = 0; n < 3; n++) {
  const line = await lines.next()
  if (isRight(line) && isSome(line.right)) console.log('line:', line.right.value)
}
lines.leave()
await sock.dispose()
