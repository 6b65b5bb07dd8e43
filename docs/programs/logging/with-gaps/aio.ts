import { poll, SockioError, TCP } from '@sockio/aio'
import { number } from '@sockio/instrument'
import { Log } from './log.ts'

const PERIOD = 100 // ms
const READINGS = 5 // or Infinity

await using sock = new TCP('meter.lab', 5025, {
  timeout: 2000,
  onConnectionMade: (session) => session.command('CONF:VOLT:DC 20'), // a reboot forgets that
})
const log = new Log('log.jsonl')

/** The next reading, or why there is none: that ends the reading, and not the log. */
const read = (sock: TCP) =>
  sock.query('MEAS:VOLT?', { as: number({ unit: 'V' }) }).catch((error: unknown) => {
    if (error instanceof SockioError) return error
    throw error
  })

let count = 0
for await (const volts of poll(sock, read, PERIOD)) {
  if (volts instanceof SockioError) log.none(volts.code)
  else {
    log.reading(volts, sock.connectionCounter)
    if (++count === READINGS) break
  }
}
