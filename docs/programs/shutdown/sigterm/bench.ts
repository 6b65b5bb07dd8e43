import { strictEqual } from 'node:assert/strict'
import { supply } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'

export const instruments = { 'supply.lab': () => supply() }

export const meanwhile: Bench['meanwhile'] = async ({ child }, device) => {
  await device.received(5)
  child.kill('SIGTERM') // in the middle of a query, or between two
  await device.received('OUTP OFF;*OPC?')
  await device.disconnected()
  strictEqual(device.requests.at(-1), 'OUTP OFF;*OPC?')
}
