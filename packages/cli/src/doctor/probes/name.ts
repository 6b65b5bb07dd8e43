/** Name resolution: is the name known, and to which addresses does it lead? */
import { isIP } from 'node:net'
import { Unreachable } from '../patient.ts'
import type { Probe } from '../probe.ts'

export const name: Probe<'name'> = {
  name: 'name',
  due: () => true,
  does: () => 'looks up the name',
  bound: ({ allowed }) => allowed.patience,
  async run({ patient }) {
    try {
      return { addresses: await patient.addresses(), code: undefined }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      return { addresses: [], code: error.code }
    }
  },
  found({ addresses, code }) {
    if (code !== undefined) return `none (${code})`
    return addresses.map((address) => `${address} (IPv${isIP(address)})`).join(', ')
  },
  reads({ code }) {
    if (code === undefined) return []
    const says =
      code === 'ETIMEDOUT' || code === 'EAI_AGAIN'
        ? 'nobody answers who would know this name: is the DNS server, or the network, there? Try the IP address'
        : 'nobody knows this name: is it spelt right, and known in this network? Try the IP address'
    return [{ cause: 'unknown name', says }]
  },
}
