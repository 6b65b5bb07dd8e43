import { number } from '@sockio/instrument'
import { type Callback, poll, SockioError, TCP, TimeoutError } from '@sockio/legacy'

const LIMIT = 0.5 // A
const PERIOD = 100 // ms

const sock = new TCP('supply.lab', 5025, { timeout: 10_000 })
const over = new AbortController()
const { signal } = over

/** The work: slowly up. */
function ramp(volts: number) {
  if (volts > 10) return finish()
  sock.query(`VOLT ${volts};*OPC?`, { signal }, (err) => {
    if (signal.aborted) return
    if (err) return finish(err.message)
    setTimeout(() => signal.aborted || ramp(volts + 1), 200)
  })
}

/** Its own limit, and what comes of it: a number, or an error. */
function look(sock: TCP, callback: Callback<number | SockioError>) {
  sock.query(
    'MEAS:CURR?',
    { as: number({ unit: 'A' }), timeout: 2000 },
    (err, amperes) => {
      if (err instanceof SockioError) callback(null, err)
      else callback(err, amperes)
    },
  )
}

/** The watchdog. */
const watch = poll(sock, look, PERIOD)
watch.on('data', (seen) => {
  if (seen instanceof TimeoutError && seen.phase === 'queued')
    console.log('busy: not seen')
  else if (seen instanceof SockioError) finish(seen.message)
  else if (seen > LIMIT) finish(`${seen} A, more than ${LIMIT} A`)
})

/** There is something to be alarmed about, or the ramp is done. */
function finish(alarm?: string) {
  watch.stop()
  over.abort()
  if (alarm !== undefined) console.log('alarm:', alarm)
  sock.query('OUTP OFF;OUTP?', { timeout: 2000 }, (err, state) => {
    console.log('output:', err ? err.message : state)
    sock.close()
  })
}

sock.command('VOLT 0;OUTP ON', (err) => (err ? finish(err.message) : ramp(1)))
