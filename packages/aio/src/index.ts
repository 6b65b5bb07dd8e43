/** sockio in promises and async iterators. */
export {
  AbortError,
  type Address,
  AlreadyOpenError,
  type AnySockioError,
  ClosedError,
  ConnectError,
  ConnectionEOFError,
  ConnectionLostError,
  ConnectTimeoutError,
  FramingError,
  InitError,
  LimitOverrunError,
  NotConnectedError,
  OverflowError,
  type Phase,
  QueueFullError,
  type ReconnectFunction,
  type ReconnectPolicy,
  type Sent,
  SockioError,
  type State,
  StreamActiveError,
  TimeoutError,
} from '@sockio/core'
export type {
  BlocksOptions,
  BytesOptions,
  CallOptions,
  Data,
  LinesOptions,
  SocketOptions,
  TextOptions,
  TransactionOptions,
} from '@sockio/node'
export type { Lines } from './lines.ts'
export type { InPromises } from './promise.ts'
export { Session } from './session.ts'
export { type Options, socketForUrl, TCP } from './tcp.ts'
