/** The conformance suite's view of this flavour: its sockets have the neutral shape already, but for what is no method. */
import type { Subject, SubjectPollOptions } from '@sockio/conformance'
import { poll, socketForUrl, TCP } from '../src/index.ts'

const socketOf = (sock: TCP) =>
  Object.assign(sock, {
    poll: (request: string, period: number, options?: SubjectPollOptions) => poll(sock, request, period, options),
  })

export const aio: Subject = {
  name: 'aio',
  connect: (host, port, options) => socketOf(new TCP(host, port, options)),
  connectUrl: (url, options) => socketOf(socketForUrl(url, options)),
}
