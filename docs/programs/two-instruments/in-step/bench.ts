import { faults, scpi } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'

/** Of the resistor at the supply, in series with the meter. */
const OHMS = 50
let volts = 0
let on = false

const supply = scpi({
  '*IDN?': 'ACME,SUPPLY,1,1.0',
  VOLTage: (call) => {
    volts = call.number(0, 30)
  },
  'OUTPut[:STATe]': (call) => {
    on = call.boolean()
  },
  'OUTPut[:STATe]?': () => (on ? '1' : '0'),
})
const meter = scpi({
  '*IDN?': 'ACME,METER,2,1.0',
  'MEASure:CURRent?': () => (on ? volts / OHMS : 0).toFixed(4),
})
const breaks = faults.reset({ match: 'MEAS:CURR?', every: 4, times: 1 })

export const instruments: Bench['instruments'] = {
  'supply.lab': () => supply,
  'meter.lab': { device: meter, faults: breaks },
}
