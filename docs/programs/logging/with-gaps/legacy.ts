import { number } from '@sockio/instrument'
import { type Callback, poll, SockioError, TCP } from '@sockio/legacy'
import { Log } from './log.ts'

const PERIOD = 100 // ms
const READINGS = 5 // or Infinity

const sock = new TCP('meter.lab', 5025, {
  timeout: 2000,
  onConnectionMade: (session) => session.command('CONF:VOLT:DC 20'), // a reboot forgets that
})
const log = new Log('log.jsonl')

/** The next reading, or why there is none: that ends the reading, and not the log. */
function read(sock: TCP, callback: Callback<number | SockioError>) {
  sock.query('MEAS:VOLT?', { as: number({ unit: 'V' }) }, (err, volts) => {
    if (err instanceof SockioError) callback(null, err)
    else callback(err, volts)
  })
}

let count = 0
const readings = poll(sock, read, PERIOD)
readings.on('data', (volts) => {
  if (volts instanceof SockioError) return log.none(volts.code)
  log.reading(volts, sock.connectionCounter)
  if (++count === READINGS) readings.stop()
})
readings.on('end', () => sock.close())
