/** Hangs up as rudely as the socket can: a Unix socket has no reset. */
import type { Socket } from 'node:net'

export function reset(socket: Socket): void {
  try {
    socket.resetAndDestroy()
  } catch {
    socket.destroy()
  }
}
