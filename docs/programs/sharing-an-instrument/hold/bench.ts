import { strictEqual } from 'node:assert/strict'
import { Hub } from '@sockio/hub'
import { supply } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'

export default () => supply({ noise: 0 })

/** The hub of the page, which the programs find where it says. */
export const around: Bench['around'] = async ({ device }) => {
  const psu1 = { url: device.url, listen: ['127.0.0.1:0'] }
  const hub = await Hub.start({ instruments: { psu1 } })
  const [entry] = hub.instruments
  const port = Number(entry?.listens[0]?.split(':')[1])
  return {
    places: { '127.0.0.1:7001': { host: '127.0.0.1', port } },
    async [Symbol.asyncDispose]() {
      strictEqual(entry?.owner?.state.holds, 1)
      await hub[Symbol.asyncDispose]()
    },
  }
}
