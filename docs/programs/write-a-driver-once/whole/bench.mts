import { device } from '@sockio/sim'
import { supply } from './supply.mts'

export const bench = () =>
  device(supply.with({ voltage: { max: 20 } }), {
    current: ({ voltage, output }) => (output === 'on' ? voltage / 10 : 0),
    protection: { volts: 33, amperes: 3 },
    sensor: { 2: { temperature: 40 } },
  })

export default { device: bench() }
