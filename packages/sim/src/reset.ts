/** Hangs up as rudely as the socket can: a Unix socket has no reset. */
import type { Duplex } from 'node:stream'

export function reset(socket: Duplex): void {
  try {
    if ('resetAndDestroy' in socket && typeof socket.resetAndDestroy === 'function') socket.resetAndDestroy()
    else socket.destroy()
  } catch {
    socket.destroy()
  }
}
