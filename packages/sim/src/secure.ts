/** TLS in front of accepted connections; each secured one comes with the TCP socket below it. */
import type { Socket } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'

function addressOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`
}

/**
 * Returns what an accepted TCP connection is to be handed to; `secured` is called when its handshake is done. A failed
 * handshake closes the connection and is nobody's business.
 */
export function secure(options: TlsOptions, secured: (socket: Socket, tcp: Socket) => void): (tcp: Socket) => void {
  const handshakes = new Map<string, Socket>() // by peer: a TLS socket does not tell which socket it lies upon
  const server = createServer({ ...options, allowHalfOpen: true })
  server.on('secureConnection', (socket) => {
    const tcp = handshakes.get(addressOf(socket))
    if (tcp === undefined) socket.destroy()
    else secured(socket, tcp)
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return (tcp) => {
    const address = addressOf(tcp)
    handshakes.set(address, tcp)
    tcp.once('close', () => {
      if (handshakes.get(address) === tcp) handshakes.delete(address)
    })
    server.emit('connection', tcp)
  }
}
