import type { Device } from '@sockio/sim'

/** Says how long what it was sent is. */
export default (): Device => (request) =>
  request.startsWith('DATA') ? `${request.length}` : undefined
