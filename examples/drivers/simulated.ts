/** What the driver of the power supply is tried and tested against: its own definition, with 50 ohm at the output. */
import { type DefinedDevice, device } from '@sockio/sim'
import { supply } from './supply.ts'

export const simulatedSupply = (): DefinedDevice<typeof supply.members> =>
  device(supply, {
    identity: { manufacturer: 'ACME', model: 'PSU-30', serial: '1234', firmware: '1.0' },
    current: ({ voltage, output }) => (output === 'on' ? voltage / 50 : 0),
    protection: { volts: 33, amperes: 3 },
    sensor: { 1: { temperature: 21.5 }, 2: { temperature: 40 } },
  })
