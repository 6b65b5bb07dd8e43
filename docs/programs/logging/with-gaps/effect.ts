import { poll, Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Effect, Stream } from 'effect'
import { Log } from './log.ts'

const PERIOD = '100 millis'
const READINGS = 5 // or Infinity

const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const log = new Log('log.jsonl')

  /** Was there a reading? That there is none ends the reading, and not the log. */
  const read = tcp.query('MEAS:VOLT?', { as: number({ unit: 'V' }) }).pipe(
    Effect.zip(tcp.connectionCounter),
    Effect.match({
      onSuccess([volts, connection]) {
        log.reading(volts, connection)
        return true
      },
      onFailure(error) {
        log.none(error.code)
        return false
      },
    }),
  )
  yield* poll(tcp, () => read, PERIOD).pipe(
    Stream.filter((isThere) => isThere),
    Stream.take(READINGS),
    Stream.runDrain,
  )
})

const Meter = Tcp.layer({
  host: 'meter.lab',
  port: 5025,
  timeout: '2 seconds',
  onConnectionMade: (session) => session.command('CONF:VOLT:DC 20'), // a reboot forgets that
})
await Effect.runPromise(Effect.provide(program, Meter))
