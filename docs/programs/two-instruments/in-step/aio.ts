import { SockioError, TCP } from '@sockio/aio'
import { number } from '@sockio/instrument'

const STEPS = [1, 2, 3, 4, 5] // V

await using supply = new TCP('supply.lab', 5025, { timeout: 2000 })
await using meter = new TCP('meter.lab', 5025, { timeout: 10_000 })

// Both at once, and both are there before anything is switched on.
await Promise.all([supply.query('*IDN?'), meter.query('*IDN?')])
try {
  await supply.command('VOLT 0;OUTP ON')
  for (const volts of STEPS) {
    await supply.query(`VOLT ${volts};*OPC?`) // answered when the voltage is there
    const amperes = await meter.query('MEAS:CURR?', { as: number({ unit: 'A' }) })
    console.log(volts, 'V', amperes, 'A')
  }
} catch (error) {
  if (!(error instanceof SockioError)) throw error
  console.log(error.message) // either of them ends the series
} finally {
  console.log('output:', await supply.query('OUTP OFF;OUTP?'))
}
