import { number } from '@sockio/instrument'
import { poll, SockioError, TCP } from '@sockio/sio'
import { Log } from './log.ts'

const PERIOD = 100 // ms
const READINGS = 5 // or Infinity

using sock = new TCP('meter.lab', 5025, {
  timeout: 2000,
  init: ['CONF:VOLT:DC 20\n'], // a reboot forgets that
})
const log = new Log('log.jsonl')

/** The next reading, or why there is none: that ends the reading, and not the log. */
function read(sock: TCP): number | SockioError {
  try {
    return sock.query('MEAS:VOLT?', { as: number({ unit: 'V' }) })
  } catch (error) {
    if (error instanceof SockioError) return error
    throw error
  }
}

let count = 0
for (const volts of poll(sock, read, PERIOD)) {
  if (volts instanceof SockioError) log.none(volts.code)
  else {
    log.reading(volts, sock.connectionCounter)
    if (++count === READINGS) break
  }
}
