import { number } from '@sockio/instrument'
import { poll, TCP } from '@sockio/legacy'

const psu = new TCP('supply.lab', 5025, { timeout: 2000 })
const readings = poll(psu, 'MEAS:VOLT?', 100, { as: number() })
const volts: number[] = []

function fail(err: Error) {
  console.error(err.message)
  process.exitCode = 1
}

function off() {
  psu.query('OUTP OFF;*OPC?', (err) => {
    if (err) fail(err)
    else console.log(`the output is off, after ${volts.length} readings`)
    psu.destroy()
  })
}

psu.command('OUTP ON', (err) => {
  if (err) {
    fail(err)
    return psu.destroy()
  }
  console.log('measuring')
  process.once('SIGTERM', () => readings.stop())
  process.once('SIGINT', () => readings.stop())
  readings.on('data', (reading) => volts.push(reading))
  readings.on('error', (err) => {
    fail(err)
    off()
  })
  readings.on('end', off)
})
