import { number } from '@sockio/instrument'
import { poll, SockioError, TCP } from '@sockio/sio'

const LIMIT = 0.5 // A
const PERIOD = 100 // ms

using sock = new TCP('supply.lab', 5025, { timeout: 10_000 })

/** Its own limit, and what comes of it: a number, or an error. */
function look(sock: TCP): number | SockioError {
  try {
    return sock.query('MEAS:CURR?', { as: number({ unit: 'A' }), timeout: 2000 })
  } catch (error) {
    if (error instanceof SockioError) return error
    throw error
  }
}

/** The watchdog, in place of a pause. @throws Error when there is cause for alarm */
function watch(ms: number): void {
  const end = performance.now() + ms
  for (const seen of poll(sock, look, PERIOD)) {
    if (seen instanceof SockioError) throw new Error(seen.message)
    if (seen > LIMIT) throw new Error(`${seen} A, more than ${LIMIT} A`)
    if (performance.now() >= end) return
  }
}

try {
  sock.command('VOLT 0;OUTP ON')
  for (let volts = 1; volts <= 10; volts++) {
    sock.query(`VOLT ${volts};*OPC?`)
    watch(200)
  }
} catch (error) {
  console.log('alarm:', (error as Error).message)
} finally {
  console.log('output:', sock.query('OUTP OFF;OUTP?', { timeout: 2000 }))
}
