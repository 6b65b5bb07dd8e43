/** Opening and closing, one after the other. */
import { once } from 'node:events'
import { TCP } from '@sockio/aio'
import { bareSocket } from '../bare-socket.ts'
import type { Contender } from '../workload.ts'

/** `destroy` is at once; `end` waits for the peer's goodbye, as `close()` does. */
export function bareCycles(how: 'destroy' | 'end'): Contender {
  return {
    name: `bare connect and ${how}`,
    open: async (port) => ({
      async go(n) {
        for (let i = 0; i < n; i++) {
          const socket = await bareSocket(port)
          const gone = once(socket, 'close')
          if (how === 'end') socket.resume()
          socket[how]()
          await gone
        }
      },
      close: () => undefined,
    }),
  }
}

export const sockioCycles: Contender = {
  name: 'aio open and close',
  async open(port) {
    const sock = new TCP('127.0.0.1', port)
    return {
      async go(n) {
        for (let i = 0; i < n; i++) {
          await sock.open()
          await sock.close()
        }
      },
      close: () => sock.close(),
    }
  },
}
