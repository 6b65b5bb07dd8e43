/**
 * A process whose peer it floods: `process.ts TOTAL [LINE]` sends so many bytes over every connection, as fast as they are
 * taken; LINE over and over, where it is given. Any message is answered with how many the kernel has taken, over all connections.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { BYTES } from './bytes.ts'

const PIECE = 256 * 1024

const total = Number(process.argv[2])
const line = process.argv[3]
const content = line === undefined ? BYTES : Buffer.from(line.repeat(PIECE / line.length))
let handed = 0

function flood(socket: Socket): void {
  let left = total
  const send = () => {
    while (left > 0) {
      const piece = content.subarray(0, left)
      left -= piece.length
      const taken = (error?: Error | null) => {
        if (!error) handed += piece.length
      }
      if (!socket.write(piece, taken)) return
    }
    socket.end()
  }
  socket.on('error', () => undefined) // it was cut off
  socket.on('drain', send)
  send()
}

const server = createServer(flood).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('message', () => process.send?.(handed))
process.on('disconnect', () => process.exit())
