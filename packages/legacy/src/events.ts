/** The events of a socket, made of the driver's notifications. */
import { type Retry, SockioError } from '@sockio/core'
import type { ConnectOptions } from '@sockio/node'

/** The events of a socket, with the arguments of their listeners. */
export interface SocketEvents {
  /** A connection is ready for calls; its hook is done. */
  readonly connect: []
  /** A line came: as text, without its end of line. See `TCP`. */
  readonly line: [line: string]
  /** The peer has closed its side. */
  readonly eof: []
  /**
   * A connection that was ready is gone, the socket with it. `hadError` is false after `close()` and after an orderly
   * end by the peer; else `error` says why.
   */
  readonly close: [hadError: boolean, error?: Error]
  /** A connection was lost, or an attempt failed, and in `delay` ms another one follows. */
  readonly reconnecting: [retry: Retry]
  /** Something failed that no callback was told of. Without a listener it is a process warning, or nothing. */
  readonly error: [error: Error]
}

/** Emits an event of the socket: its name, and its arguments. */
export type Emit = (...event: { [E in keyof SocketEvents]: [E, ...SocketEvents[E]] }[keyof SocketEvents]) => void

/** The user's options, with their notifications told as events as well. */
export function withEvents<S>(options: ConnectOptions<S>, emit: Emit): ConnectOptions<S> {
  let open = false
  let eof = false
  let loss: Error | undefined
  const closed = () => {
    open = false
    if (loss === undefined || eof) emit('close', false)
    else emit('close', true, loss)
  }
  return {
    ...options,
    onConnectionLost: (...error) => {
      loss = error[0]
      return options.onConnectionLost?.(...error)
    },
    onEofReceived: () => {
      eof = true
      emit('eof')
      return options.onEofReceived?.()
    },
    onStateChange: (state, previous) => {
      if (state === 'connecting') eof = false
      if (state === 'ready') {
        open = true
        emit('connect')
      } else if (open && state !== 'closing') {
        // What ended a call, and the connection with it, is told to that call.
        if (loss !== undefined && !eof && !(loss instanceof SockioError)) emit('error', loss)
        closed()
      }
      return options.onStateChange?.(state, previous)
    },
    onRetry: (retry) => {
      emit('reconnecting', retry)
      return options.onRetry?.(retry)
    },
  }
}
