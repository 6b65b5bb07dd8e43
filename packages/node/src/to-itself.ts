/**
 * A connection that has come to itself. Towards a port of this host at which nobody listens the system may take that very
 * port for the near end (RFC 9293, section 3.5, a simultaneous open): then all that is sent comes back, as the reply to
 * itself, and nobody can listen there any more. Ports from 32768 on are such ports on Linux: those of simulators, of tunnels.
 */
import type { Socket } from 'node:net'

/** Gives up a socket that is connected to itself, as one that was refused, which its `error` event tells; is it one? */
export function refusedAsItself(socket: Socket): boolean {
  const { localPort: port, localAddress: address } = socket
  if (port === undefined || port !== socket.remotePort || address !== socket.remoteAddress) return false
  const error = new Error(`connect ECONNREFUSED ${address}:${port}`)
  socket.destroy(Object.assign(error, { code: 'ECONNREFUSED', syscall: 'connect', address, port }))
  return true
}
