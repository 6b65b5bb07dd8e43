/** A connected `net.Socket` with the one option that every contender sets. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export async function bareSocket(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  return socket
}
