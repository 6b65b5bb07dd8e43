import { device } from '@sockio/sim'
import { supply } from './supply.ts'

/** What it is tested against: an older model that takes no more than 20 V, with a resistor of 10 ohm at its output. */
export const simulated = () =>
  device(supply.with({ voltage: { max: 20 } }), {
    current: ({ voltage, output }) => (output === 'on' ? voltage / 10 : 0),
  })
