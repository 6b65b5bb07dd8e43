/** Errors of sockets, which may hold words of the peer: the names in its certificate, what OpenSSL says of its alerts. */
import { oneLine } from '@sockio/core'

/** An error with its message on one line, and without what would steer a terminal. */
export function harmless(error: Error): Error {
  if (error instanceof AggregateError) for (const each of error.errors) harmless(each)
  const { message, stack } = error
  const plain = oneLine(message)
  if (plain === message) return error
  Reflect.set(error, 'message', plain) // one that is frozen stays as it is
  Reflect.set(
    error,
    'stack',
    stack?.replace(message, () => plain),
  )
  return error
}
