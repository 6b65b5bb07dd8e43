/** The options of the socket itself: sets what this Node can set, and says what is in force. */

import { Socket } from 'node:net'
import { asError } from '@sockio/core'
import type { KeepAliveSettings, Resolved } from './options.ts'

/** What is in force on an open connection; a field that the runtime can't set is absent. Times in ms. */
export interface SocketOptions {
  readonly noDelay: boolean
  readonly keepAlive: false | { readonly idle: number; readonly interval?: number; readonly count?: number }
  readonly tos?: number
}

/** Node 24.19 and later take the interval and the count of keepalive probes; earlier ones take two arguments. */
const FULL_KEEP_ALIVE = Socket.prototype.setKeepAlive.length > 2

function setKeepAlive(socket: Socket, settings: KeepAliveSettings): SocketOptions['keepAlive'] {
  const { idle, interval, count } = settings
  if (!FULL_KEEP_ALIVE) {
    socket.setKeepAlive(true, idle)
    return { idle }
  }
  socket.setKeepAlive(true, idle, interval, count)
  return settings
}

/** Sets the options of a socket that is connected. `debug` is told of what can't be set; that is never a failure. */
export function applySocketOptions(
  socket: Socket,
  { noDelay, keepAlive, tos }: Pick<Resolved, 'noDelay' | 'keepAlive' | 'tos'>,
  debug: (message: string) => void,
): SocketOptions {
  socket.setNoDelay(noDelay)
  const inForce = { noDelay, keepAlive: keepAlive === false ? false : setKeepAlive(socket, keepAlive) }
  if (!FULL_KEEP_ALIVE && keepAlive !== false) debug('this Node cannot set the interval and count of keepalive probes')
  if (tos === undefined) return inForce
  if (typeof socket.setTypeOfService !== 'function') {
    debug('this Node cannot set the type of service')
    return inForce
  }
  try {
    socket.setTypeOfService(tos)
    return { noDelay, keepAlive: inForce.keepAlive, tos: socket.getTypeOfService() }
  } catch (error) {
    debug(`the type of service could not be set: ${asError(error).message}`)
    return inForce
  }
}
