import { createWriteStream } from 'node:fs'
import { number } from '@sockio/instrument'
import { TCP } from '@sockio/legacy'

const STEPS = [0, 3, 6, 9, 12] // V
const SETTLE = 50 // ms

const sock = new TCP('supply.lab', 5025, { timeout: 2000 })
const file = createWriteStream('sweep.csv')
const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort(new Error('Ctrl-C')))
const { signal } = interrupted

const write = (...row: unknown[]) => {
  console.log(row.join())
  file.write(`${row.join()}\n`)
}

write('set/V', 'measured/V', 'measured/A')
sock.command('VOLT 0;OUTP ON', (err) => (err ? finish(err) : step(0)))

function step(index: number) {
  const volts = STEPS[index]
  if (volts === undefined) return finish()
  sock.command(`VOLT ${volts}`, { signal }, (err) => {
    if (err) return finish(err)
    setTimeout(() => measure(volts, index), SETTLE)
  })
}

function measure(volts: number, index: number) {
  sock.query('MEAS:VOLT?', { as: number({ unit: 'V' }), signal }, (err, measured) => {
    if (err) return finish(err)
    sock.query('MEAS:CURR?', { as: number({ unit: 'A' }), signal }, (err, amperes) => {
      if (err) return finish(err)
      write(volts, measured, amperes)
      step(index + 1)
    })
  })
}

/** Without the signal: in any case. */
function finish(failure?: Error) {
  sock.query('OUTP OFF;OUTP?', (err, state) => {
    console.log('output:', err ? err.message : state)
    file.end()
    sock.close()
    if (failure) throw failure
  })
}
