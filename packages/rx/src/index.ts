/** sockio in RxJS Observables. */
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
export type { LinkEvent } from './link-events.ts'
export type { InObservables } from './observe.ts'
export { type PollOptions, poll } from './poll.ts'
export { queryEach } from './query-each.ts'
export { sequence } from './sequence.ts'
export { Session } from './session.ts'
export { type Options, socketForUrl, TCP } from './tcp.ts'
export { usingSocket } from './using-socket.ts'
