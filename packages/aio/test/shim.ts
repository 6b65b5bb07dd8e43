/** The conformance suite's view of this flavour: its sockets have the neutral shape already. */
import type { Subject } from '@sockio/conformance'
import { socketForUrl, TCP } from '../src/index.ts'

export const aio: Subject = {
  name: 'aio',
  connect: (host, port, options) => new TCP(host, port, options),
  connectUrl: (url, options) => socketForUrl(url, options),
}
