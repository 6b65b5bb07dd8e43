import { block, type Device } from '@sockio/sim'

const samples = Buffer.alloc(12)
for (const [i, volts] of [0.5, -1.25, 3].entries()) samples.writeFloatBE(volts, 4 * i)

export default (): Device => ({ 'CURV?': block(samples) })
