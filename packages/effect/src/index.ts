/** sockio in Effect: services, layers and streams. */
export type { Address, Complaint, Decoder, Description, Phase, Sent, State } from '@sockio/core'
export { Undecodable } from '@sockio/core'
export type { Data, OwnFraming, SocketOptions } from '@sockio/node'
export type {
  BytesOptions,
  CallOptions,
  DecodeOptions,
  Framing,
  TextOptions,
  TransactionOptions,
} from './call-options.ts'
export type { Target } from './config.ts'
export * from './errors.ts'
export type {
  BlockError,
  DriverError,
  LineError,
  OpenError,
  ReadError,
  SessionError,
  TransactionError,
  UnavailableError,
  WriteError,
} from './failures.ts'
export type { InEffects, PlanOptions } from './in-effects.ts'
export { Instruments, type InstrumentsOptions } from './instruments.ts'
export type { ChunkOptions, Lines } from './lines.ts'
export type { Notified, Options } from './options.ts'
export { poll } from './poll.ts'
export type { ReconnectFunction, ReconnectPolicy, ReconnectSchedule } from './reconnect.ts'
export type { Reply, Session, Value } from './session.ts'
export type { BlocksOptions, DecodedLinesOptions, LinesOptions } from './socket.ts'
export { type AnySockioError, SockioError } from './tagged.ts'
export { type LayerOptions, socketForUrl, Tcp, type TcpShape } from './tcp.ts'
