import { number } from '@sockio/instrument'
import { TCP } from '@sockio/legacy'

const STEPS = [1, 2, 3, 4, 5] // V

const supply = new TCP('supply.lab', 5025, { timeout: 2000 })
const meter = new TCP('meter.lab', 5025, { timeout: 10_000 })

// Both at once, and both are there before anything is switched on.
let missing = 2
function isThere(err: Error | null) {
  if (err) throw err
  missing -= 1
  if (missing === 0)
    supply.command('VOLT 0;OUTP ON', (err) => (err ? finish(err) : step(0)))
}
supply.query('*IDN?', isThere)
meter.query('*IDN?', isThere)

function step(index: number) {
  const volts = STEPS[index]
  if (volts === undefined) return finish()
  supply.query(`VOLT ${volts};*OPC?`, (err) => {
    if (err) return finish(err)
    // the voltage is there
    meter.query('MEAS:CURR?', { as: number({ unit: 'A' }) }, (err, amperes) => {
      if (err) return finish(err)
      console.log(volts, 'V', amperes, 'A')
      step(index + 1)
    })
  })
}

/** Either of them ends the series. */
function finish(failure?: Error) {
  if (failure) console.log(failure.message)
  supply.query('OUTP OFF;OUTP?', (err, state) => {
    console.log('output:', err ? err.message : state)
    supply.close()
    meter.close()
  })
}
