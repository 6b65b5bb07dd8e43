import { number } from '@sockio/instrument'
import { SockioError, TCP } from '@sockio/sio'

const STEPS = [1, 2, 3, 4, 5] // V

using supply = new TCP('supply.lab', 5025, { timeout: 2000 })
using meter = new TCP('meter.lab', 5025, { timeout: 10_000 })

// Both are there before anything is switched on.
supply.query('*IDN?')
meter.query('*IDN?')
try {
  supply.command('VOLT 0;OUTP ON')
  for (const volts of STEPS) {
    supply.query(`VOLT ${volts};*OPC?`) // answered when the voltage is there
    const amperes = meter.query('MEAS:CURR?', { as: number({ unit: 'A' }) })
    console.log(volts, 'V', amperes, 'A')
  }
} catch (error) {
  if (!(error instanceof SockioError)) throw error
  console.log(error.message) // either of them ends the series
} finally {
  console.log('output:', supply.query('OUTP OFF;OUTP?'))
}
