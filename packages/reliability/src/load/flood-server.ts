/** A peer that never ends its line: on every connection, as fast as it is read, and without end. Sends its port. */
import { createServer, type Socket } from 'node:net'

const piece = Buffer.alloc(1024 * 1024, 'x')

function flood(socket: Socket): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece)) {}
  }
  socket.on('drain', more)
  socket.on('error', () => undefined) // the client hangs up in the midst of it
  socket.resume()
  more()
}

const server = createServer(flood).listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : undefined)
})
process.on('disconnect', () => process.exit())
