/** What becomes of a connection that the device has ended. */
import type { Duplex } from 'node:stream'
import { timers } from './timers.ts'

const LINGER_MS = 1000

/**
 * Keeps an ended connection until the client has ended it too, at most for a second after the FIN has gone out: closed
 * at once, it would answer what the client may just be sending with RST, and hide the FIN.
 */
export function linger(socket: Duplex): void {
  if (socket.destroyed) return
  const wait = () => {
    const timer = timers.setTimeout(() => socket.destroy(), LINGER_MS).unref()
    socket.once('close', () => timers.clearTimeout(timer))
  }
  if (socket.writableFinished) wait()
  else socket.once('finish', wait)
}
