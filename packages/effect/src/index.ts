/** sockio in Effect: services, layers and streams. */
export type { Address, Phase, ReconnectFunction, ReconnectPolicy, Sent, State } from '@sockio/core'
export type {
  BytesOptions,
  CallOptions,
  Data,
  SocketOptions,
  TextOptions,
  TransactionOptions,
} from '@sockio/node'
export type { Target } from './config.ts'
export {
  AbortError,
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
  QueueFullError,
  SockioError,
  StreamActiveError,
  TimeoutError,
} from './errors.ts'
export type {
  BlockError,
  LineError,
  OpenError,
  ReadError,
  SessionError,
  TransactionError,
  UnavailableError,
  WriteError,
} from './failures.ts'
export { Instruments, type InstrumentsOptions } from './instruments.ts'
export type { ChunkOptions, Lines } from './lines.ts'
export type { Notified, Options } from './options.ts'
export type { ReconnectSchedule } from './reconnect.ts'
export type { Reply, Session } from './session.ts'
export type { BlocksOptions, LinesOptions } from './socket.ts'
export { type LayerOptions, socketForUrl, Tcp, type TcpShape } from './tcp.ts'
