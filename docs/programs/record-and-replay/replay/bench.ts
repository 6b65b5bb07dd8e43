import { join } from 'node:path'
import { TCP } from '@sockio/aio'
import { recorder } from '@sockio/recorder'
import type { Bench } from '../../../test/run-program.ts'

/** The recording that the programs replay. */
export const around: Bench['around'] = async ({ folder, device }) => {
  const recording = recorder(join(folder, 'session.jsonl'))
  await using sock = new TCP(device.host, device.port, recording)
  await sock.query('*IDN?')
  return {}
}
