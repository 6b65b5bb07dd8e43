import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { faults } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'

const start = fileURLToPath(
  new URL('../../../test/electron/start.ts', import.meta.url).href.replace(/\?.*/, ''),
)

export const around: Bench['around'] = async ({ flavour }) => ({
  args: [start, `${flavour}.ts`],
})

export const meanwhile: Bench['meanwhile'] = async (program, device) => {
  await program.said(/switch the instrument off/)
  const switchOn = device.inject(faults.refuse())
  device.disconnect()
  await program.said(/switch it on/)
  switchOn()
  await program.said(/it has quit/) // which waits until the connection is closed; nothing else keeps the process
  await device.disconnected()
  assert.deepEqual(
    device.requests.filter((request) => !request.startsWith('MEAS')),
    ['CHAN1:SCAL 0.5;:CHAN1:SCAL?'],
  )
}
